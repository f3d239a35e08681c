"""Acceptance has two halves. The professional one is a document with a date; the residents' one is a round in which
each household says once how satisfied it is. Below the line there is no acceptance, only mending and another round."""

import datetime as dt
import uuid

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.communities.models import Household
from portal.names import Names
from portal.participation.household_choices import AnswerChannel
from portal.participation.household_matters import close_household_matter, set_household_matter
from portal.participation.household_visits import lock_household
from portal.renovation.actions.stages import enter_stage, locked
from portal.renovation.addresses import SATISFACTION, project_path
from portal.renovation.choices import RoundOutcome, Stage
from portal.renovation.letters import in_all_languages, satisfaction_letter
from portal.renovation.models import RenovationProject, SatisfactionAnswer, SatisfactionRound
from portal.renovation.satisfaction import Tally


@transaction.atomic
def ask_satisfaction(
    project: RenovationProject,
    *,
    closes_at: dt.datetime,
    by: User | None,
    opens_at: dt.datetime | None = None,
    takes_open: bool = False,
    mended: Names | None = None,
) -> SatisfactionRound:
    """Begin a round. After a refusal the project goes from mending back to acceptance, and `mended` says what was done.

    Raises ValidationError where the project is elsewhere, a round is going on or the line was reached already.
    """
    project = locked(project)
    before = project.rounds.order_by("number").last()
    if project.stage == Stage.MENDING:
        if not mended:
            raise ValidationError(_("Say what was mended: residents are asked again about it."))
        enter_stage(project, Stage.ACCEPTANCE, by=by)
        project.save()
    elif project.stage != Stage.ACCEPTANCE or (before and before.outcome != RoundOutcome.BELOW):
        raise ValidationError(_("Residents are asked once the project is at acceptance, one round at a time."))
    asked = SatisfactionRound(
        project=project,
        number=(project.rounds.aggregate(last=Max("number"))["last"] or 0) + 1,
        opens_at=opens_at or timezone.now(),
        closes_at=closes_at,
        line=project.satisfaction_line,
        least=project.least_answers,
        takes_open=takes_open,
        mended=mended or Names(),
    )
    asked.full_clean(exclude=["project"])
    asked.save()
    asked.matter = set_household_matter(
        owner="renovation.satisfaction",
        key=str(asked.pk),
        community=project.community,
        titles=in_all_languages(lambda: _("Are you satisfied? %(project)s") % {"project": project}, 200),
        path=project_path(project.slug, f"{SATISFACTION}/"),
        opens_at=asked.opens_at,
        closes_at=asked.closes_at,
        stairwells=project.stairwells_touched(),
        letter_text=satisfaction_letter(asked),
        by=by,
    )
    asked.save(update_fields=["matter"])
    log(instance=project, action="renovation.ask_satisfaction", user=by, data={"round": asked.number})
    return asked


@transaction.atomic
def answer_satisfaction(
    asked: SatisfactionRound,
    *,
    household: Household,
    rating: int,
    reason: str = "",
    by: User | None = None,
    why: str = "",
) -> SatisfactionAnswer:
    """What a household says, in place of what it said before in this round. With `by` and `why` from paper.

    Raises CodeRefused once the round is over.
    """
    if asked.matter is None:
        raise ValidationError(_("Households are not asked yet."))
    lock_household(asked.matter, household)
    answer = SatisfactionAnswer.objects.filter(round=asked, household=household).first()
    answer = answer or SatisfactionAnswer(round=asked, household=household)
    answer.channel = AnswerChannel.PAPER if by else AnswerChannel.CODE
    answer.entered_by, answer.entered_why = by, why
    answer.rating, answer.reason = rating, reason
    answer.full_clean()
    answer.save()
    if by:
        log(
            instance=asked.project,
            action="renovation.enter_paper",
            user=by,
            data={"household": household.pk, "why": why},
        )
    return answer


@transaction.atomic
def answer_satisfaction_openly(asked: SatisfactionRound, *, rating: int, reason: str, token: uuid.UUID) -> None:
    """Advice: never part of the result. The same token is the same answer."""
    asked = SatisfactionRound.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if not (asked.takes_open and asked.is_open):
        raise ValidationError(_("It is over: answers can no longer be given or changed."))
    values = {"rating": rating, "reason": reason, "channel": AnswerChannel.OPEN}
    SatisfactionAnswer.objects.update_or_create(round=asked, token=token, defaults=values)


@transaction.atomic
def decide_round(
    asked: SatisfactionRound,
    *,
    by: User | None,
    to_mend: Names | None = None,
    mend_until: dt.date | None = None,
) -> SatisfactionRound:
    """End the round, if it is not over, count it and hold it against its line. Below the line the project goes to
    mending, and `to_mend` must say what will be done; nobody can decide otherwise."""
    project = locked(asked.project)
    if asked.matter:
        close_household_matter(asked.matter, by=by)
    asked = SatisfactionRound.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if asked.outcome != RoundOutcome.ASKED:
        raise ValidationError(_("This round was decided already."))
    tally = tally_of(asked)
    asked.counts, asked.count, asked.total = list(tally.counts), tally.count, tally.total
    asked.open_counts = list(tally_of(asked, openly=True).counts)
    asked.decided_at = timezone.now()
    asked.closes_at = min(asked.closes_at, asked.decided_at)
    asked.opens_at = min(asked.opens_at, asked.closes_at - dt.timedelta(seconds=1))
    if tally.reaches(line=asked.line, least=asked.least):
        asked.outcome = RoundOutcome.REACHED
    else:
        if not to_mend:
            raise ValidationError(_("The line was not reached: say what will be mended."))
        asked.outcome, asked.to_mend, asked.mend_until = RoundOutcome.BELOW, to_mend, mend_until
        enter_stage(project, Stage.MENDING, by=by)
        project.save()
    asked.save()
    data = {"round": asked.number, "outcome": asked.outcome, "answers": asked.count}
    log(instance=project, action="renovation.decide_round", user=by, data=data)
    return asked


def tally_of(asked: SatisfactionRound, *, openly: bool = False) -> Tally:
    """Of the answers there are: those of households, or the open ones."""
    answers = (
        asked.answers.filter(channel=AnswerChannel.OPEN)
        if openly
        else asked.answers.exclude(channel=AnswerChannel.OPEN)
    )
    return Tally.of(answers.values_list("rating", flat=True))


@transaction.atomic
def accept_project(project: RenovationProject, *, by: User | None) -> RenovationProject:
    """Both halves are there: the project is done. The database refuses the same where they are not."""
    project = locked(project)
    last = project.rounds.order_by("number").last()
    if project.stage != Stage.ACCEPTANCE or last is None or last.outcome != RoundOutcome.REACHED:
        raise ValidationError(_("Residents’ satisfaction has not reached the line: the project cannot be accepted."))
    if project.professional_on is None or project.professional_document_id is None:
        raise ValidationError(_("The professional acceptance is missing: its day and its document."))
    project.accepted_count, project.accepted_total = last.count, last.total
    project.satisfaction_line, project.least_answers = last.line, last.least
    enter_stage(project, Stage.DONE, by=by)
    project.save()
    return project
