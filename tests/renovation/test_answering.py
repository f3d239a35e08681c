"""Residents' forms below a project: by code, openly, or not at all."""

import pytest

from portal.participation.household_choices import AnswerChannel
from portal.renovation.actions.acceptance import decide_round
from portal.renovation.actions.surveys import count_needs
from portal.renovation.choices import Stage
from portal.renovation.models import NeedsAnswer, SatisfactionAnswer
from tests.factories.home import opened_community
from tests.factories.households import code_of
from tests.factories.renovation import (
    at_stage,
    make_home,
    make_project_pair,
    make_round,
    make_survey,
    named,
    wishes_of,
)

pytestmark = pytest.mark.django_db

NEEDS, SATISFACTION = "/en/sunshine/renovation/pipes/needs/", "/en/sunshine/renovation/pipes/satisfaction/"


@pytest.fixture
def project():
    return make_project_pair("pipes", community=opened_community(slug="sunshine"))


@pytest.fixture
def homes(project):
    return make_home(project)


def type_code(client, matter, household):
    response = client.post("/en/sunshine/code/", {"code": code_of(matter, household)})
    assert response.status_code == 302
    return response["Location"]


def sent(survey, *names):
    return {f"place_{place}": wish.pk for place, wish in enumerate(wishes_of(survey, *names), start=1)}


def test_code_leads_to_the_form_and_the_answer_counts(client, project, homes):
    survey = make_survey(project)
    assert type_code(client, survey.matter, homes[0]) == NEEDS
    page = client.get(NEEDS)
    assert "101" in page.context["door"]
    response = client.post(NEEDS, sent(survey, "lamp", "bench"))

    assert (response.status_code, response["Location"]) == (302, f"{NEEDS}thanks/")
    answer = NeedsAnswer.objects.get()
    assert (answer.household, answer.channel, answer.entered_by) == (homes[0], AnswerChannel.CODE, None)
    assert client.get(f"{NEEDS}thanks/").status_code == 200
    again = client.get(NEEDS).context["form"]
    assert [again.get_initial_for_field(again.fields[f"place_{n}"], f"place_{n}") for n in (1, 2)] == [
        str(wish.pk) for wish in wishes_of(survey, "lamp", "bench")
    ]


def test_without_a_code_nothing_is_taken_where_only_households_are_asked(client, project, homes):
    survey = make_survey(project)
    page = client.get(NEEDS)
    client.post(NEEDS, sent(survey, "lamp"))

    assert page.context["form"] is None
    assert "/en/sunshine/code/" in page.content.decode()
    assert NeedsAnswer.objects.count() == 0


def test_open_answer_is_advice_and_sent_once(client, project, homes):
    survey = make_survey(project, takes_open=True)
    form = client.get(NEEDS)
    assert (form.status_code, form["Location"].split("=")[0]) == (302, f"{NEEDS}?once")
    assert "Without a code your answer is advice" in client.get(form["Location"]).content.decode()
    for _time in range(2):
        client.post(form["Location"], sent(survey, "lamp"))

    assert NeedsAnswer.objects.get().channel == AnswerChannel.OPEN


def test_many_open_answers_from_one_network_are_put_off(client, project, homes, monkeypatch):
    survey = make_survey(project, takes_open=True)
    for _number in range(30):
        client.post(client.get(NEEDS)["Location"], sent(survey, "lamp"))
    response = client.post(client.get(NEEDS)["Location"], sent(survey, "lamp"))

    assert response.status_code == 429
    assert NeedsAnswer.objects.count() == 30


def test_robots_answer_nothing_openly(client, project, homes):
    survey = make_survey(project, takes_open=True)
    form = client.get(NEEDS)["Location"]
    response = client.post(form, sent(survey, "lamp") | {"homepage": "https://example.org"})

    assert response.status_code == 422
    assert NeedsAnswer.objects.count() == 0


def test_open_rating_is_advice(client, project, homes):
    asked = make_round(at_stage(project, Stage.ACCEPTANCE), takes_open=True)
    client.post(client.get(SATISFACTION)["Location"], {"rating": "5", "homepage": ""})

    answer = SatisfactionAnswer.objects.get()
    assert (answer.round, answer.household, answer.channel) == (asked, None, AnswerChannel.OPEN)


def test_same_wish_twice_is_said_at_the_field(client, project, homes):
    survey = make_survey(project)
    type_code(client, survey.matter, homes[0])
    response = client.post(NEEDS, sent(survey, "lamp", "lamp"))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["place_2"]


def test_gap_in_the_list_is_closed(client, project, homes):
    survey = make_survey(project)
    type_code(client, survey.matter, homes[0])
    lamp, bench = wishes_of(survey, "lamp", "bench")
    client.post(NEEDS, {"place_1": lamp.pk, "place_2": "", "place_3": bench.pk})

    assert list(NeedsAnswer.objects.get().ranked.values_list("place", "wish")) == [(1, lamp.pk), (2, bench.pk)]


def test_form_that_was_open_too_long_is_refused(client, project, homes):
    survey = make_survey(project)
    type_code(client, survey.matter, homes[0])
    count_needs(survey, by=None)
    response = client.post(NEEDS, sent(survey, "lamp"))

    assert response.context["form"] is None
    assert "Nobody is asked at the moment" in response.content.decode()
    assert NeedsAnswer.objects.count() == 0


def test_satisfaction_is_rated_once_a_household(client, project, homes):
    asked = make_round(at_stage(project, Stage.ACCEPTANCE))
    assert type_code(client, asked.matter, homes[0]) == SATISFACTION
    client.post(SATISFACTION, {"rating": "2", "reason": "Taps drip, call 13800000000"})
    assert client.get(SATISFACTION).context["form"]["rating"].value() == 2
    client.post(SATISFACTION, {"rating": "4"})

    assert list(SatisfactionAnswer.objects.values_list("rating", "reason", "household")) == [(4, "", homes[0].pk)]


def test_numbers_of_people_do_not_stay_in_reasons(client, project, homes):
    asked = make_round(at_stage(project, Stage.ACCEPTANCE))
    type_code(client, asked.matter, homes[0])
    client.post(SATISFACTION, {"rating": "2", "reason": "Taps drip, call 13800000000"})

    assert SatisfactionAnswer.objects.get().reason == "Taps drip, call …"


def test_rating_is_needed_and_in_reason(client, project, homes):
    asked = make_round(at_stage(project, Stage.ACCEPTANCE))
    type_code(client, asked.matter, homes[0])
    for rating in ("", "0", "6", "x"):
        assert client.post(SATISFACTION, {"rating": rating}).status_code == 422
    assert SatisfactionAnswer.objects.count() == 0


def test_code_of_the_survey_does_not_rate(client, project, homes):
    survey = make_survey(project)
    make_round(at_stage(project, Stage.ACCEPTANCE))
    type_code(client, survey.matter, homes[0])
    client.post(SATISFACTION, {"rating": "5"})

    assert SatisfactionAnswer.objects.count() == 0


def test_refused_round_says_what_will_be_mended_and_no_small_numbers(client, project, homes):
    asked = make_round(at_stage(project, Stage.ACCEPTANCE))
    type_code(client, asked.matter, homes[0])
    client.post(SATISFACTION, {"rating": "1", "reason": "private words"})
    decide_round(asked, by=None, to_mend=named("All taps"))
    html = client.get("/en/sunshine/renovation/pipes/").content.decode()

    assert "What will be mended" in html
    assert "All taps" in html
    assert "fewer than 5 households answered" in html
    assert "1.00 of 5" not in html
    assert "private words" not in html


def test_there_is_no_form_where_nothing_is_asked(client, project):
    assert [client.get(path).status_code for path in (NEEDS, SATISFACTION)] == [404, 404]


@pytest.mark.parametrize("path", [NEEDS, f"{NEEDS}thanks/"])
def test_pages_beside_a_project_are_not_for_search_engines(client, project, path):
    make_survey(project)

    assert '<meta name="robots" content="noindex">' in client.get(path).content.decode()
