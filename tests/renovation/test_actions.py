"""What happens to a project: stages, the survey, both halves of acceptance, and what is forgotten."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.participation.household_choices import AnswerChannel
from portal.participation.household_matters import close_household_matter
from portal.participation.household_visits import CodeRefused
from portal.renovation.actions.acceptance import (
    accept_project,
    answer_satisfaction,
    answer_satisfaction_openly,
    decide_round,
)
from portal.renovation.actions.stages import move_to_stage
from portal.renovation.actions.surveys import answer_needs, answer_needs_openly, count_needs
from portal.renovation.choices import RoundOutcome, Stage
from portal.renovation.jobs import count_surveys, erase_answers
from portal.renovation.models import (
    NeedsAnswer,
    NeedsSurvey,
    RankedWish,
    RenovationProject,
    SatisfactionAnswer,
    SatisfactionRound,
    StageDates,
    Wish,
)
from tests.factories.home import opened_community
from tests.factories.people import staff
from tests.factories.renovation import (
    at_stage,
    make_home,
    make_project_pair,
    make_round,
    make_survey,
    named,
    rate,
    wishes_of,
    with_document,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return make_project_pair("pipes", community=opened_community(slug="sunshine"))


@pytest.fixture
def homes(project):
    return make_home(project)


@pytest.fixture
def editor(project):
    return staff(project.community)


def as_stored(row):
    return type(row).objects.get(pk=row.pk)


# Stages


def test_project_goes_along_its_way(project, editor):
    for stage in (Stage.PLANNING, Stage.WORKS, Stage.ACCEPTANCE):
        move_to_stage(project, stage, by=editor)

    assert as_stored(project).stage == Stage.ACCEPTANCE
    today = timezone.localdate()
    assert dict(StageDates.objects.values_list("stage", "began_on")) == dict.fromkeys(
        ("planning", "works", "acceptance"), today
    )
    moves = ModelLogEntry.objects.filter(action="renovation.enter_stage").order_by("timestamp", "pk")
    assert [entry.data["after"] for entry in moves] == ["planning", "works", "acceptance"]


@pytest.mark.parametrize(
    ("before", "after"),
    [(Stage.ASKING, Stage.WORKS), (Stage.WORKS, Stage.DONE), (Stage.ACCEPTANCE, Stage.DONE), (Stage.DONE, Stage.WORKS)],
)
def test_project_skips_nothing(project, before, after):
    if before != Stage.DONE:
        at_stage(project, before)
    with pytest.raises(ValidationError):
        move_to_stage(project, after, by=None)


def test_plan_waits_for_the_survey(project, homes):
    survey = make_survey(project)
    with pytest.raises(ValidationError):
        move_to_stage(project, Stage.PLANNING, by=None)
    count_needs(survey, by=None)

    assert move_to_stage(project, Stage.PLANNING, by=None).stage == Stage.PLANNING


# The survey


def test_household_has_one_list_however_often_it_answers(project, homes):
    survey = make_survey(project)
    answer_needs(survey, wishes_of(survey, "pipes", "lamp"), household=homes[0])
    answer_needs(survey, wishes_of(survey, "bench"), household=homes[0])

    assert [row.wish.names["en"] for row in RankedWish.objects.select_related("wish")] == ["bench"]
    assert NeedsAnswer.objects.count() == 1


def test_paper_says_who_entered_it_and_why(project, homes, editor):
    survey = make_survey(project)
    answer_needs(survey, wishes_of(survey, "bench"), household=homes[0])
    answer = answer_needs(survey, wishes_of(survey, "lamp"), household=homes[0], by=editor, why="at the counter")

    assert (answer.channel, answer.entered_by, answer.entered_why) == (AnswerChannel.PAPER, editor, "at the counter")
    assert NeedsAnswer.objects.count() == 1
    entry = ModelLogEntry.objects.get(action="renovation.enter_paper")
    assert (entry.user, entry.data["household"]) == (editor, homes[0].pk)
    with pytest.raises(ValidationError):
        answer_needs(survey, wishes_of(survey, "lamp"), household=homes[1], by=editor, why="")


def test_list_is_of_the_survey_and_short_enough(project, homes):
    survey = make_survey(project, most_choices=2)
    elsewhere = make_survey(make_project_pair("roofs", community=project.community))
    lamp, bench, pipes = wishes_of(survey, "lamp", "bench", "pipes")
    for wishes in ([], [lamp, lamp], [lamp, bench, pipes], wishes_of(elsewhere, "lamp")):
        with pytest.raises(ValidationError):
            answer_needs(survey, wishes, household=homes[0])


def test_answers_are_counted_by_rank_and_open_ones_apart(project, homes):
    survey = make_survey(project, takes_open=True)
    for household in homes[:6]:
        answer_needs(survey, wishes_of(survey, "lamp", "pipes"), household=household)
    answer_needs(survey, wishes_of(survey, "pipes"), household=homes[6])
    answer_needs_openly(survey, wishes_of(survey, "bench"), token=uuid.uuid4())
    count_needs(survey, by=None)

    sums = {wish.names["en"]: wish.weight for wish in Wish.objects.all()}
    assert sums == {"lamp": 18, "pipes": 15, "bench": 0, "bicycles": 0}
    lamp, bench = Wish.objects.get(names__en="lamp"), Wish.objects.get(names__en="bench")
    assert (lamp.lists, lamp.first, bench.lists, bench.open_lists) == (6, 6, 0, 1)
    survey = as_stored(survey)
    assert (survey.households_counted, survey.open_counted) == (7, 1)


def test_nothing_comes_in_once_it_is_counted(project, homes):
    survey = make_survey(project, takes_open=True)
    count_needs(survey, by=None)
    with pytest.raises(CodeRefused):
        answer_needs(survey, wishes_of(survey, "lamp"), household=homes[0])
    with pytest.raises(ValidationError):
        answer_needs_openly(survey, wishes_of(survey, "lamp"), token=uuid.uuid4())


def test_open_answer_sent_twice_is_one(project, homes):
    survey, token = make_survey(project, takes_open=True), uuid.uuid4()
    for wish in ("lamp", "bench"):
        answer_needs_openly(survey, wishes_of(survey, wish), token=token)

    assert [row.wish.names["en"] for row in RankedWish.objects.select_related("wish")] == ["bench"]


def test_survey_takes_open_answers_only_where_it_says_so(project, homes):
    survey = make_survey(project)
    with pytest.raises(ValidationError):
        answer_needs_openly(survey, wishes_of(survey, "lamp"), token=uuid.uuid4())


def test_survey_that_is_over_counts_itself(project, homes):
    survey = make_survey(project)
    answer_needs(survey, wishes_of(survey, "lamp"), household=homes[0])
    assert count_surveys() == 0
    with time_machine.travel(survey.closes_at + dt.timedelta(minutes=1), tick=False):
        assert (count_surveys(), count_surveys()) == (1, 0)

    assert as_stored(survey).households_counted == 1


def test_database_keeps_one_answer_of_a_household(project, homes):
    survey = make_survey(project)
    answer_needs(survey, wishes_of(survey, "lamp"), household=homes[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        NeedsAnswer.objects.create(survey=survey, household=homes[0], channel=AnswerChannel.CODE)


def test_database_keeps_channels_apart(project, homes):
    survey = make_survey(project)
    for values in (
        {"channel": AnswerChannel.OPEN, "household": homes[0]},
        {"channel": AnswerChannel.CODE},
        {"channel": AnswerChannel.PAPER, "household": homes[0]},
        {"channel": AnswerChannel.CODE, "household": homes[0], "entered_why": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            NeedsAnswer.objects.create(survey=survey, **values)


def test_those_are_asked_whose_buildings_are_touched(project, homes):
    elsewhere = make_home(make_project_pair("roofs", community=project.community), number="9")
    survey = make_survey(project)

    assert set(survey.matter.households()) == set(homes)
    assert elsewhere[0] not in survey.matter.households()
    assert survey.matter.path == "renovation/pipes/needs/"
    assert "1. pipes（中）" in survey.matter.letter_text["zh-hans"]


# Acceptance


def ready(project):
    return with_document(at_stage(project, Stage.ACCEPTANCE))


def test_refused_mended_and_accepted(project, homes, editor):
    project = ready(project)
    first = make_round(project)
    rate(first, homes, [3] * 8 + [4] * 4)
    with pytest.raises(ValidationError):
        decide_round(first, by=editor)
    first = decide_round(first, by=editor, to_mend=named("Taps drip"), mend_until=dt.date(2027, 1, 31))

    assert (first.outcome, first.count, first.total) == (RoundOutcome.BELOW, 12, 40)
    assert as_stored(project).stage == Stage.MENDING
    with pytest.raises(ValidationError):
        accept_project(project, by=editor)
    with pytest.raises(ValidationError):
        make_round(project)

    second = make_round(project, mended=named("All taps replaced"))
    assert (second.number, as_stored(project).stage) == (2, Stage.ACCEPTANCE)
    rate(second, homes, [4] * 6 + [5] * 6)
    decide_round(second, by=editor)
    done = accept_project(project, by=editor)

    assert (done.stage, done.accepted_count, done.accepted_total) == (Stage.DONE, 12, 54)
    assert StageDates.objects.get(project=project, stage=Stage.DONE).ended_on == timezone.localdate()


def test_average_of_exactly_the_line_is_enough(project, homes):
    asked = make_round(ready(project))
    rate(asked, homes[:10], [4] * 10)

    assert decide_round(asked, by=None).outcome == RoundOutcome.REACHED


def test_too_few_answers_are_not_enough(project, homes):
    asked = make_round(ready(project))
    rate(asked, homes[:9], [5] * 9)

    assert decide_round(asked, by=None, to_mend=named("Ask more")).outcome == RoundOutcome.BELOW


def test_open_answers_never_count(project, homes):
    asked = make_round(ready(project), takes_open=True)
    rate(asked, homes[:10], [2] * 10)
    for _number in range(50):
        answer_satisfaction_openly(asked, rating=5, reason="", token=uuid.uuid4())
    asked = decide_round(asked, by=None, to_mend=named("Much"))

    assert (asked.outcome, asked.count, asked.open_tally.count) == (RoundOutcome.BELOW, 10, 50)


def test_household_has_one_rating_in_each_round(project, homes):
    asked = make_round(ready(project))
    answer_satisfaction(asked, household=homes[0], rating=1, reason="cold")
    answer_satisfaction(asked, household=homes[0], rating=5)

    assert list(SatisfactionAnswer.objects.values_list("rating", "reason")) == [(5, "")]
    with pytest.raises(IntegrityError), transaction.atomic():
        SatisfactionAnswer.objects.create(round=asked, household=homes[0], channel=AnswerChannel.CODE, rating=1)
    for rating in (0, 6):
        with pytest.raises(ValidationError):
            answer_satisfaction(asked, household=homes[1], rating=rating)


def test_round_takes_nothing_once_it_is_over(project, homes):
    asked = make_round(ready(project))
    close_household_matter(asked.matter, by=None)
    with pytest.raises(CodeRefused):
        answer_satisfaction(asked, household=homes[0], rating=5)


def test_one_round_at_a_time_and_only_at_acceptance(project):
    with pytest.raises(ValidationError):
        make_round(project)
    project = ready(project)
    make_round(project)
    with pytest.raises(ValidationError):
        make_round(project)


def test_decided_round_stays_decided(project, homes):
    asked = make_round(ready(project))
    rate(asked, homes[:10], [5] * 10)
    decide_round(asked, by=None)
    with pytest.raises(ValidationError):
        decide_round(asked, by=None)
    with pytest.raises(ValidationError):
        make_round(project)


def test_satisfied_residents_are_only_one_half(project, homes):
    project = at_stage(project, Stage.ACCEPTANCE)
    asked = make_round(project)
    rate(asked, homes[:10], [5] * 10)
    decide_round(asked, by=None)
    with pytest.raises(ValidationError):
        accept_project(project, by=None)

    assert accept_project(with_document(as_stored(project)), by=None).stage == Stage.DONE


def test_signed_document_is_only_one_half(project):
    with pytest.raises(ValidationError):
        accept_project(ready(project), by=None)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"accepted_count": 12, "accepted_total": 47},  # 3.92
        {"accepted_count": 9, "accepted_total": 45},
        {"accepted_count": 12, "accepted_total": 60, "professional_on": None},
        {"accepted_count": 12, "accepted_total": 60, "professional_document": None},
    ],
)
def test_database_refuses_what_was_not_accepted_by_both(project, values):
    project = ready(project)
    with pytest.raises(IntegrityError), transaction.atomic():
        RenovationProject.objects.filter(pk=project.pk).update(stage=Stage.DONE, **values)


def test_database_takes_what_was(project):
    project = ready(project)
    RenovationProject.objects.filter(pk=project.pk).update(stage=Stage.DONE, accepted_count=12, accepted_total=48)

    assert as_stored(project).stage == Stage.DONE


def test_database_refuses_a_round_above_what_it_counted(project):
    asked = make_round(ready(project))
    now = timezone.now()
    for count, total in ((12, 47), (9, 45)):
        with pytest.raises(IntegrityError), transaction.atomic():
            SatisfactionRound.objects.filter(pk=asked.pk).update(
                outcome=RoundOutcome.REACHED, decided_at=now, count=count, total=total
            )


def test_lowering_the_line_later_changes_no_round(project, homes):
    asked = make_round(ready(project))
    RenovationProject.objects.filter(pk=project.pk).update(satisfaction_line=10)
    rate(asked, homes, [3] * 12)

    assert decide_round(asked, by=None, to_mend=named("Much")).outcome == RoundOutcome.BELOW


# Forgetting


def test_who_said_what_is_forgotten_and_sums_stay(project, homes):
    survey = make_survey(project)
    answer_needs(survey, wishes_of(survey, "lamp"), household=homes[0])
    count_needs(survey, by=None)
    asked = make_round(ready(project))
    rate(asked, homes, [5] * 12)
    decide_round(asked, by=None)
    assert erase_answers() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=181), tick=False):
        assert erase_answers() > 0

    assert (NeedsAnswer.objects.count(), SatisfactionAnswer.objects.count()) == (0, 0)
    assert SatisfactionRound.objects.get().tally.count == 12
    assert NeedsSurvey.objects.get().households_counted == 1
