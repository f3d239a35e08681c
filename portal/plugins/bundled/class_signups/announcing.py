"""Changes reach families after staff confirm them: proposed when a course follows its pages, sent once, or left."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from portal.plugins.api import Names, tell
from portal.plugins.bundled.class_signups.choices import Decision, SignUpFor
from portal.plugins.bundled.class_signups.differences import (
    Row,
    in_order,
    is_ahead,
    is_session,
    merged,
    message_words,
    row_words,
)
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassProposal, ClassSignUp


def propose(course: ClassCourse, rows: Iterable[Row]) -> ClassProposal | None:
    """In the transaction that changed the course, whose row that has locked. Nothing where there is nobody to tell."""
    rows = list(rows)
    if not rows:
        return None
    known = ClassProposal.objects.select_for_update().filter(course=course, decision="").first()
    changes = merged(known.changes if known else [], rows)
    if known is None and (not changes or not families_for(course, changes)):
        return None
    proposal = known or ClassProposal(course=course, version=0)
    proposal.changes, proposal.version = changes, proposal.version + 1
    if not changes:
        proposal.decision, proposal.decided_at = Decision.GONE, timezone.now()
    proposal.save()
    return proposal


def families_for(course: ClassCourse, changes: Iterable[Row]) -> list[tuple[ClassSignUp, list[Row]]]:
    """Who is told, each with what is about them: of their sessions, and changed after they had signed up.
    Two queries however many."""
    ahead = [row for row in changes if is_ahead(row)]
    rows = ClassSignUp.objects.kept().filter(course=course, withdrawn_at=None)
    if not course.is_undrawn:
        rows = rows.filter(Q(children__has_place=True) | Q(offers__answer="", offers__isnull=False)).distinct()
    rows = rows.select_related("course", "community").prefetch_related("sessions").order_by("pk")
    found = [(each, [row for row in ahead if is_about(row, each)]) for each in rows]
    return [(each, theirs) for each, theirs in found if theirs]


def is_about(row: Row, sign_up: ClassSignUp) -> bool:
    changed_at = parse_datetime(row["at"])
    if changed_at is not None and sign_up.created_at > changed_at:
        return False
    if sign_up.course.sign_up_for == SignUpFor.SESSIONS and is_session(row):
        return row["session"] in {session.pk for session in sign_up.sessions.all()}
    return True


@transaction.atomic
def send(proposal: ClassProposal, *, by: User, seen: int, notes: Mapping[str, str]) -> int | None:
    """How many families are told; None where somebody else sent or left it. ValidationError where it changed since it
    was `seen`."""
    row = locked_proposal(proposal)
    if row.decision:
        return None
    if row.version != seen:
        raise ValidationError(_("It has changed meanwhile. Please look at it once more."))
    row.notes = Names(notes)
    told = families_for(row.course, row.changes)
    for sign_up, changes in told:
        tell_change(row, sign_up, changes)
    row.families = len(told)
    decide(row, Decision.SENT, by=by)
    return row.families


@transaction.atomic
def leave(proposal: ClassProposal, *, by: User) -> bool:
    """Nobody is told. False where it was sent or left before."""
    row = locked_proposal(proposal)
    if row.decision:
        return False
    decide(row, Decision.LEFT, by=by)
    return True


@transaction.atomic
def note(proposal: ClassProposal, notes: Mapping[str, str]) -> None:
    """Kept for whoever sends it."""
    ClassProposal.objects.filter(pk=proposal.pk, decision="").update(notes=Names(notes))


def locked_proposal(proposal: ClassProposal) -> ClassProposal:
    rows = ClassProposal.objects.select_for_update(of=("self",)).select_related("course__community")
    return rows.get(pk=proposal.pk)


def decide(row: ClassProposal, decision: Decision, *, by: User) -> None:
    row.decision, row.decided_at, row.decided_by = decision, timezone.now(), by
    row.save()
    log(instance=row.course, action=f"class_signups.news_{decision}", user=by, data={"families": row.families})


def tell_change(proposal: ClassProposal, sign_up: ClassSignUp, changes: Iterable[Row]) -> None:
    language = sign_up.language
    with override(language):
        text = message_words(changes, proposal.notes.in_language(language) if proposal.notes else "")
    tell(
        "classes.changed",
        to=sign_up.recipient,
        community=sign_up.community,
        about=sign_up.about,
        key=f"classes.changed:{proposal.pk}:{sign_up.pk}",
        variables={"class": sign_up.course.names.in_language(language), "changes": text},
    )


def changes_told(sign_up: ClassSignUp) -> list[str]:
    """In the active language, for its private page: what was sent and still matters. One query; one more where there is
    any and its sessions are not read yet."""
    sent = ClassProposal.objects.filter(course=sign_up.course_id, decision=Decision.SENT)
    rows = [row for proposal in sent for row in in_order(proposal.changes) if is_ahead(row)]
    return [row_words(row) for row in rows if is_about(row, sign_up)]
