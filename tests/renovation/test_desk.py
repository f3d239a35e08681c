"""The project's desk in the admin: what staff do there, and who gets in."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.communities.choices import Role
from portal.renovation.choices import OpinionChannel, RoundOutcome, Stage, WishOutcome
from portal.renovation.models import (
    NeedsAnswer,
    NeedsSurvey,
    Opinion,
    SatisfactionAnswer,
    SatisfactionRound,
    StageDates,
    Wish,
    WorksNotice,
)
from portal.renovation.viewsets import VIEWS
from tests.factories.communities import BuildingFactory
from tests.factories.home import opened_community
from tests.factories.people import staff
from tests.factories.renovation import (
    at_stage,
    make_home,
    make_project_pair,
    make_round,
    make_survey,
    make_works,
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
def editor(project):
    return staff(project.community, Role.EDITOR)


@pytest.fixture
def desk(client, project, editor):
    client.force_login(editor)

    def send(name, data=None, *arguments):
        address = reverse(f"renovation:{name}", args=[project.pk, *arguments])
        return client.get(address) if data is None else client.post(address, data)

    return send


def both(field, text):
    return {f"{field}_zh_hans": f"{text}（中）", f"{field}_en": text}


def moment(days):
    return (timezone.localtime() + dt.timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


def as_stored(row):
    return type(row).objects.get(pk=row.pk)


def test_desk_shows_all_about_a_project(desk, project):
    make_survey(project)
    make_works(project)
    at_stage(project, Stage.WORKS)

    assert desk("desk").status_code == 200
    assert desk("desk").context["next_steps"] == [Stage.ACCEPTANCE, Stage.PLANNING]


def test_project_is_moved_on(desk, project):
    desk("move", {"stage": "planning"})
    desk("move", {"stage": "done"})

    assert as_stored(project).stage == Stage.PLANNING


def test_works_are_announced_changed_and_deleted(desk, project):
    make_home(project, number="3")
    [building] = project.buildings.all()
    values = {"severity": "warn", "days_before": "2", "phone": "", "buildings": [building.pk]}
    response = desk("add_works", values | both("titles", "Water off") | {"starts": moment(2), "ends": moment(3)})
    assert response.status_code == 302
    notice = WorksNotice.objects.get()
    assert (notice.titles["en"], list(notice.buildings.all())) == ("Water off", [building])

    desk("works", values | both("titles", "Gas off") | {"starts": moment(2), "ends": moment(3)}, notice.pk)
    assert as_stored(notice).titles["en"] == "Gas off"
    wrong = desk("works", values | both("titles", "x") | {"starts": moment(3), "ends": moment(2)}, notice.pk)
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["ends"])
    assert desk("delete_works", None, notice.pk).status_code == 200
    desk("delete_works", {}, notice.pk)
    assert WorksNotice.objects.count() == 0


def test_works_take_no_building_of_others(desk, project):
    elsewhere = BuildingFactory()
    values = {"severity": "warn", "days_before": "1", "buildings": [elsewhere.pk], **both("titles", "x")}
    response = desk("add_works", values | {"starts": moment(2), "ends": moment(3)})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["buildings"])


def test_part_of_another_project_is_not_found(desk, project):
    other = make_works(make_project_pair("roofs", community=project.community))

    assert desk("works", None, other.pk).status_code == 404


def test_opinion_is_entered(desk, project, editor):
    values = {"channel": "group", "collected_on": "2026-11-20", "people": "6", "is_public": "on"}
    desk("add_opinion", values | both("texts", "Keep the tree"))
    opinion = Opinion.objects.get()

    assert (opinion.channel, opinion.people, opinion.entered_by) == (OpinionChannel.GROUP, 6, editor)


def test_survey_is_written_and_households_are_asked(desk, project):
    make_home(project)
    wishes = {"lines_zh_hans": "水管\n长椅", "lines_en": "pipes\nbench"}
    values = {"most_choices": "2", "opens_at": moment(-1), "closes_at": moment(20), **wishes}
    assert desk("survey", values).status_code == 302
    survey = NeedsSurvey.objects.get()
    assert [dict(wish.names) for wish in survey.wishes.all()] == [
        {"zh-hans": "水管", "en": "pipes"},
        {"zh-hans": "长椅", "en": "bench"},
    ]
    assert survey.matter.households().count() == 12
    desk("survey", values | {"lines_zh_hans": "水管", "lines_en": "pipes"})
    assert Wish.objects.count() == 2
    desk("survey", values | {"lines_zh_hans": "水管\n灯\n树", "lines_en": "pipes\nlamp\ntree"})
    assert [wish.names["en"] for wish in Wish.objects.all()] == ["pipes", "lamp", "tree"]


def test_wishes_stay_once_answers_came_in(desk, project):
    home = make_home(project)[0]
    survey = make_survey(project)
    paper = {f"place_{n}": w.pk for n, w in enumerate(wishes_of(survey, "lamp", "bench"), start=1)}
    assert desk("needs_paper", paper | {"household": home.pk, "why": "at the counter"}).status_code == 302
    values = {"most_choices": "3", "opens_at": moment(-1), "closes_at": moment(20)}
    desk("survey", values | {"lines_zh_hans": "甲\n乙", "lines_en": "a\nb"})

    assert NeedsAnswer.objects.get().entered_why == "at the counter"
    assert Wish.objects.count() == 4


def test_paper_without_a_reason_is_refused(desk, project):
    home = make_home(project)[0]
    survey = make_survey(project)
    response = desk("needs_paper", {"place_1": wishes_of(survey, "lamp")[0].pk, "household": home.pk, "why": ""})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["why"])


def test_survey_is_counted_and_outcomes_told(desk, project):
    make_survey(project)
    desk("count", {})
    wishes = list(Wish.objects.all())
    outcomes = {f"outcome_{wish.pk}": "planned" for wish in wishes}
    desk("outcomes", outcomes | both(f"note_{wishes[0].pk}", "In spring"))

    assert NeedsSurvey.objects.get().counted_at is not None
    assert set(Wish.objects.values_list("outcome", flat=True)) == {WishOutcome.PLANNED}
    assert Wish.objects.get(pk=wishes[0].pk).outcome_note["en"] == "In spring"


def test_dates_are_planned(desk, project):
    blank = {f"{stage}_{end}": "" for stage in Stage.values for end in ("from", "until")}
    desk("dates", blank | {"works_from": "2027-03-01", "works_until": "2027-05-31"})
    wrong = desk("dates", blank | {"works_from": "2027-03-01", "works_until": "2027-02-01"})

    assert list(StageDates.objects.values_list("stage", "planned_from", "planned_until")) == [
        ("works", dt.date(2027, 3, 1), dt.date(2027, 5, 31))
    ]
    assert list(wrong.context["form"].errors) == ["works_until"]


def test_acceptance_from_asking_to_done(desk, project):
    homes = make_home(project)
    with_document(at_stage(project, Stage.ACCEPTANCE))
    assert desk("ask", {"closes_at": moment(10)}).status_code == 302
    asked = SatisfactionRound.objects.get()
    desk("satisfaction_paper", {"household": homes[0].pk, "rating": "2", "reason": "drips", "why": "by phone"})
    assert SatisfactionAnswer.objects.get().entered_why == "by phone"
    rate(asked, homes[1:], [3] * 11)
    shown = desk("decide")
    assert shown.context["reasons"] == [(2, "drips", False)]
    assert desk("decide", {}).status_code == 422
    desk("decide", both("to_mend", "Taps") | {"mend_until": "2027-01-31"})
    assert as_stored(project).stage == Stage.MENDING

    assert desk("ask", {"closes_at": moment(10)}).status_code == 422
    desk("ask", {"closes_at": moment(10), **both("mended", "All taps")})
    rate(SatisfactionRound.objects.get(number=2), homes, [5] * 12)
    desk("accept", {})
    assert as_stored(project).stage == Stage.ACCEPTANCE
    desk("decide", {})
    desk("accept", {})
    assert as_stored(project).stage == Stage.DONE
    assert list(SatisfactionRound.objects.values_list("outcome", flat=True)) == [
        RoundOutcome.BELOW,
        RoundOutcome.REACHED,
    ]


def test_place_of_a_project_is_in_its_community(desk, project):
    elsewhere = BuildingFactory()
    make_home(project)
    values = {"satisfaction_line": "40", "least_answers": "10"}
    assert desk("place", values | {"buildings": [elsewhere.pk]}).status_code == 422
    assert desk("place", values | {"least_answers": "2"}).status_code == 422
    mine = list(project.buildings.values_list("pk", flat=True))
    assert desk("place", values | {"buildings": mine}).status_code == 302


def test_neighbours_and_contributors_get_nowhere(client, project):
    make_survey(project)
    make_round(at_stage(project, Stage.ACCEPTANCE))
    notice = make_works(project)
    for person in (staff(opened_community(slug="heping"), Role.LEAD), staff(project.community, Role.CONTRIBUTOR)):
        client.force_login(person)
        for name, _view in VIEWS.values():
            part = [notice.pk] if name in ("works", "delete_works", "opinion", "delete_opinion") else []
            address = reverse(f"renovation:{name}", args=[project.pk, *part])
            for response in (client.get(address), client.post(address, {"stage": "planning"})):
                assert (response.status_code, response["Location"]) == (302, "/admin/"), name
    assert WorksNotice.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_desk_costs_a_constant_number_of_queries(client, project, editor, number):
    survey = make_survey(project)
    make_round(with_document(at_stage(project, Stage.ACCEPTANCE)))
    for place in range(number):
        make_works(project)
        values = {"channel": OpinionChannel.GROUP, "collected_on": timezone.localdate()}
        Opinion.objects.create(project=project, texts=named(str(place)), **values)
    client.force_login(editor)
    desk, form = (reverse(f"renovation:{name}", args=[project.pk]) for name in ("desk", "dates"))
    assert queries_of(client, desk) - queries_of(client, form) == DESK_QUERIES
    assert survey.wishes.count() == 4


def queries_of(client, address):
    """Of a warm screen of the admin, whose frame has queries of its own."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


#: More than a form about the same project takes.
DESK_QUERIES = 8
