"""What everybody sees of a question, and when; the rules a city starts with; what is forgotten in time."""

import datetime as dt

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from portal.plugins.bundled.elevator_consultations.asking import decide_question
from portal.plugins.bundled.elevator_consultations.erasing import ElevatorPersonalData, erase_case
from portal.plugins.bundled.elevator_consultations.jobs import show_all_participation
from portal.plugins.bundled.elevator_consultations.models import (
    Answer,
    Case,
    ChainRow,
    DoorVisit,
    Question,
    RuleSet,
    SignedPaper,
)
from portal.plugins.bundled.elevator_consultations.results import participation_context, shown_question
from portal.plugins.bundled.elevator_consultations.rule_sets import default_rules, make_first_rules
from portal.plugins.bundled.elevator_consultations.verifying.report import verify_case
from tests.factories.elevator_questions import make_question, say, sign
from tests.factories.elevators import make_register

pytestmark = pytest.mark.django_db
#: As fields of a form and as keys of names.
CODES = (("zh_hans", "zh-hans"), ("en", "en"))


def shown(question: Question, language: str = "en") -> str:
    """The partial, as the page of the case includes it."""
    with translation.override(language):
        [found] = participation_context(Case.objects.get(pk=question.case_id))["questions"]
        return render_to_string("elevator_consultations/_question.html", {"shown": found})


@pytest.fixture
def answered(case: Case) -> Question:
    """18 of 24 agree, one objects, the rest say nothing."""
    units = make_register(case, 24)
    asked = make_question(case)
    for unit in units[:18]:
        say(asked, unit, "agree")
    say(asked, units[18], "object")
    return asked


def test_open_question_shows_participation_and_no_voice(answered: Question) -> None:
    show_all_participation()
    page = shown(answered)
    assert "19 units with 79 % of the area had answered by" in page
    assert [word in page for word in ("Agree:", "object", "reached")] == [False, False, False]


def test_few_answers_are_not_told_apart(case: Case) -> None:
    units = make_register(case, 24)
    asked = make_question(case)
    say(asked, units[0], "agree")
    show_all_participation()
    assert "Fewer than 5 had answered by" in shown(asked)
    decide_question(asked, by=None, why="x")
    page = shown(asked)
    assert ("Fewer than 5 answered." in page, "Agree:" in page) == (True, False)


def test_decided_question_shows_sums_as_text_and_bars(answered: Question) -> None:
    decide_question(answered, by=None, why="x")
    page = shown(answered)
    assert "19 of 24 owners, 79 % of the area; needed: at least two thirds of both." in page
    assert "18 of 19 owners, 94 % of the area; needed: at least three quarters of both." in page
    assert page.count("<progress") == 4
    assert "article 278" in page


def test_decided_question_is_shown_in_chinese(answered: Question) -> None:
    decide_question(answered, by=None, why="x")
    assert "24 位业主中的 19 位，占面积的 79%；需要：两项都达到三分之二以上。" in shown(answered, "zh-hans")


def test_per_cent_is_never_rounded_over_the_line(case: Case) -> None:
    units = make_register(case, 6)
    asked = make_question(case, least_shown=1, part_over=67, part_under=100)
    for unit in units[:4]:
        say(asked, unit, "agree")
    decide_question(asked, by=None, why="x")
    asked.refresh_from_db()
    part = shown_question(asked).thresholds[0]
    assert (part.is_met, part.bars[1].text) == (False, "66 %")


def test_participation_takes_one_query_whatever_there_is(answered: Question, django_assert_num_queries) -> None:
    case = Case.objects.get()
    with django_assert_num_queries(1):
        assert len(participation_context(case)["questions"]) == 1


def test_city_starts_with_the_civil_code_and_keeps_its_own(case: Case) -> None:
    RuleSet.objects.all().delete()
    make_first_rules(using="default")
    rules = RuleSet.objects.get()
    assert (str(rules.part_needed), str(rules.consent_needed)) == ("2/3", "3/4")
    RuleSet.objects.update(code="own", part_over=1)
    make_first_rules(using="default")
    assert RuleSet.objects.get().code == "own"


def test_rules_of_the_city_are_shares_of_a_whole(admin_client: Client) -> None:
    """The form says it beside the number."""
    rules = default_rules()
    here = f"/admin/elevator_rules/edit/{rules.pk}/"
    page = admin_client.get(here)
    sent = {name: value for name, value in page.context["form"].initial.items() if value}
    sent |= {f"{field}_{code}": sent[field][language] for field in ("names", "legal_basis") for code, language in CODES}
    refused = admin_client.post(here, sent | {"part_over": 4})
    assert refused.context["form"].errors.keys() == {"part_over"}  # and no constraint by its name
    assert admin_client.post(here, sent | {"part_over": 1, "part_under": 2}).status_code == 302
    assert (RuleSet.objects.get().part_over, RuleSet.objects.get().part_under) == (1, 2)


@pytest.fixture
def ended(case: Case, answered: Question) -> Case:
    """With all that is forgotten: a point, a paper, a visit."""
    units = list(case.units.all())
    say(answered, units[19], "object", "mind the light")
    sign(answered, units[20], "agree", by=None)
    DoorVisit.objects.create(question=answered, unit=units[23], result="nobody")
    decide_question(answered, by=None, why="x")
    Case.objects.filter(pk=case.pk).update(stage="in_use", stage_since=answered.closes_at)
    return Case.objects.get()


def test_answers_go_three_years_after_the_end_and_the_chain_holds(ended: Case) -> None:
    data, result = ElevatorPersonalData(), Question.objects.get().result
    data.erase_due(today=ended.stage_since.date() + dt.timedelta(days=1000))
    assert (Answer.objects.count(), SignedPaper.objects.count(), DoorVisit.objects.count()) == (21, 1, 0)
    erased = data.erase_due(today=ended.stage_since.date() + dt.timedelta(days=1100))
    assert (erased > 0, Answer.objects.count(), SignedPaper.objects.count()) == (True, 0, 0)
    answers = ChainRow.objects.filter(kind="answer")
    assert {(row.payload, row.salt) for row in answers} == {(None, "")}
    assert Question.objects.get().result == result
    findings = [each for each in verify_case(ended.pk).findings if "stage" not in each]
    assert findings == []


def test_erasing_twice_erases_once(ended: Case) -> None:
    assert (erase_case(ended.pk) > 0, erase_case(ended.pk)) == (True, 0)


def test_nothing_is_found_by_a_phone_number(ended: Case) -> None:
    data = ElevatorPersonalData()
    assert (list(data.export(communities=None, phone="x")), data.erase(communities=None, phone="x")) == ([], 0)


def test_question_past_its_time_waits_for_its_count(answered: Question) -> None:
    with time_machine.travel(answered.closes_at):
        assert "It is over and is being counted." in shown(answered)
