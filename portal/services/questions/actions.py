"""Answering: for everybody, by message, or on the phone. Once, and somebody's name stands under it in the log."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.names import Names
from portal.notifications.actions import tell
from portal.notifications.kinds import MessageKind
from portal.services.choices import AnsweredBy
from portal.services.models import OfficeQuestion, PublicAnswer
from portal.services.questions.words import ANSWER, PUBLISHED


@transaction.atomic
def answer_publicly(question: OfficeQuestion, *, questions: Names, answers: Names, by: User) -> PublicAnswer:
    """Everybody reads it below the community's address and finds it; who asked and left a phone is told."""
    row = _waiting(question)
    answer = PublicAnswer.objects.create(community=row.community, questions=questions, answers=answers)
    row.public_answer = answer
    _settle(row, AnsweredBy.PUBLIC, by)
    if row.phone or row.email:
        _tell(row, PUBLISHED, title=questions.in_language(row.language))
    return answer


@transaction.atomic
def answer_by_message(question: OfficeQuestion, *, reply: str, by: User) -> None:
    """By text or mail, and else by whoever works through the call list."""
    row = _waiting(question)
    if not row.phone and not row.email:
        raise ValidationError(_("They left no phone. Answer for everybody; their page shows it too."))
    row.reply = reply
    _settle(row, AnsweredBy.MESSAGE, by)
    _tell(row, ANSWER, answer=reply)


@transaction.atomic
def note_call(question: OfficeQuestion, *, reply: str, by: User) -> None:
    """Somebody of the office rang them, and `reply` is what was said."""
    row = _waiting(question)
    row.reply = reply
    _settle(row, AnsweredBy.PHONE, by)


def _waiting(question: OfficeQuestion) -> OfficeQuestion:
    row = OfficeQuestion.objects.select_for_update(of=("self",)).select_related("community").get(pk=question.pk)
    if not row.is_waiting or row.erased_at is not None:
        raise ValidationError(_("This was answered or taken back already."))
    return row


def _settle(row: OfficeQuestion, how: AnsweredBy, by: User) -> None:
    row.answered_by, row.answered_at, row.answerer = how, timezone.now(), by
    row.save()
    log(instance=row, action=f"services.answer_{how.value}", user=by)


def _tell(row: OfficeQuestion, kind: MessageKind, **variables: str) -> None:
    variables["community"] = row.community.names.in_language(row.language)
    tell(
        kind.key,
        to=row.recipient,
        community=row.community,
        about=row.about,
        key=f"{kind.key}:{row.pk}",
        variables=variables,
    )
