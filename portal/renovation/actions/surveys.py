"""The needs survey: asked of households as a matter, answered by code, on paper or openly, counted when it is over."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.communities.models import Household
from portal.participation.household_choices import AnswerChannel
from portal.participation.household_matters import close_household_matter, set_household_matter
from portal.participation.household_visits import lock_household
from portal.renovation.addresses import NEEDS, project_path
from portal.renovation.letters import in_all_languages, needs_letter
from portal.renovation.models import NeedsAnswer, NeedsSurvey, RankedWish, Wish
from portal.renovation.ranking import supports


@transaction.atomic
def ask_households(survey: NeedsSurvey, *, by: User | None) -> NeedsSurvey:
    """After a survey was written or changed: its matter, for letters and codes, says the same."""
    project = survey.project
    survey.matter = set_household_matter(
        owner="renovation.needs",
        key=str(survey.pk),
        community=project.community,
        titles=in_all_languages(lambda: _("What needs doing? %(project)s") % {"project": project}, 200),
        path=project_path(project.slug, f"{NEEDS}/"),
        opens_at=survey.opens_at,
        closes_at=survey.closes_at,
        stairwells=project.stairwells_touched(),
        letter_text=needs_letter(survey),
        by=by,
    )
    survey.save(update_fields=["matter"])
    return survey


@transaction.atomic
def answer_needs(
    survey: NeedsSurvey,
    wishes: Sequence[Wish],
    *,
    household: Household,
    by: User | None = None,
    why: str = "",
) -> NeedsAnswer:
    """A household's wishes, the most wanted first, in place of what it said before. With `by` and `why` from paper.

    Raises CodeRefused once the matter is over, ValidationError for a list that is none.
    """
    check_list(survey, wishes)
    if survey.matter is None:
        raise ValidationError(_("Households are not asked yet."))
    lock_household(survey.matter, household)
    answer = NeedsAnswer.objects.filter(survey=survey, household=household).first()
    answer = answer or NeedsAnswer(survey=survey, household=household)
    answer.channel = AnswerChannel.PAPER if by else AnswerChannel.CODE
    answer.entered_by, answer.entered_why = by, why
    answer.full_clean()
    answer.save()
    _write(answer, wishes)
    if by:
        log(instance=survey, action="renovation.enter_paper", user=by, data={"household": household.pk, "why": why})
    return answer


@transaction.atomic
def answer_needs_openly(survey: NeedsSurvey, wishes: Sequence[Wish], *, token: uuid.UUID) -> NeedsAnswer:
    """Somebody's wishes without a code: advice, counted apart. The same token is the same answer."""
    check_list(survey, wishes)
    survey = NeedsSurvey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if not (survey.takes_open and survey.is_open):
        raise ValidationError(_("It is over: answers can no longer be given or changed."))
    answer, _created = NeedsAnswer.objects.get_or_create(survey=survey, channel=AnswerChannel.OPEN, token=token)
    _write(answer, wishes)
    return answer


def check_list(survey: NeedsSurvey, wishes: Sequence[Wish]) -> None:
    if not 1 <= len(wishes) <= survey.most_choices or len(set(wishes)) != len(wishes):
        raise ValidationError(_("Choose one wish or more, each of them once."))
    if any(wish.survey_id != survey.pk for wish in wishes):
        raise ValidationError(_("That is not among the wishes."))


def _write(answer: NeedsAnswer, wishes: Sequence[Wish]) -> None:
    answer.ranked.all().delete()
    RankedWish.objects.bulk_create(
        RankedWish(answer=answer, wish=wish, place=place) for place, wish in enumerate(wishes, start=1)
    )


@transaction.atomic
def count_needs(survey: NeedsSurvey, *, by: User | None) -> NeedsSurvey:
    """End the survey, if it is not over, and write the sums down. Once counted it stays so."""
    if survey.matter:
        close_household_matter(survey.matter, by=by)
    survey = NeedsSurvey.objects.select_for_update(of=("self",)).select_related("project").get(pk=survey.pk)
    if survey.counted_at:
        return survey
    lists: dict[bool, dict[int, list[int]]] = {True: {}, False: {}}
    ranked = RankedWish.objects.filter(answer__survey=survey).order_by("answer", "place")
    for answer, channel, wish in ranked.values_list("answer", "answer__channel", "wish"):
        lists[channel == AnswerChannel.OPEN].setdefault(answer, []).append(wish)
    households, openly = (supports(lists[is_open].values(), survey.most_choices) for is_open in (False, True))
    for wish in survey.wishes.all():
        if support := households.get(wish.pk):
            wish.lists, wish.first, wish.weight = support.lists, support.first, support.weight
        wish.open_lists = openly[wish.pk].lists if wish.pk in openly else 0
        wish.save()
    now = timezone.now()
    survey.counted_at, survey.closes_at = now, min(survey.closes_at, now)
    survey.opens_at = min(survey.opens_at, survey.closes_at - dt.timedelta(seconds=1))
    survey.households_counted, survey.open_counted = len(lists[False]), len(lists[True])
    survey.save()
    data = {"households": survey.households_counted, "open": survey.open_counted}
    log(instance=survey, action="renovation.count_needs", user=by, data=data)
    return survey
