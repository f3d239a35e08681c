"""Pages of projects: where they answer, what lists and machines read of them, what they cost."""

import datetime as dt
import json
import re

import pytest
import time_machine
from django.utils import timezone

from portal.home.actions import open_community
from portal.home.page_source import PageSource
from portal.keeping import PAGES
from portal.renovation.choices import OpinionChannel, Stage, WishOutcome
from portal.renovation.models import Opinion, RenovationIndexPage, RenovationProject, RenovationProjectPage, Wish
from tests.factories.home import opened_community
from tests.factories.renovation import (
    at_stage,
    make_home,
    make_project_page,
    make_project_pair,
    make_round,
    make_survey,
    make_works,
    named,
    renovation_index,
    with_document,
)
from tests.served import ServedClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine():
    return opened_community(slug="sunshine")


def json_ld(html):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return [value for block in found for value in (lambda v: v if isinstance(v, list) else [v])(json.loads(block))]


def test_city_and_community_have_an_index_in_each_language(sunshine):
    assert dict(RenovationIndexPage.objects.values_list("url_path", "title")) == {
        "/city-zh-hans/renovation/": "改造项目",
        "/city-en/renovation/": "Renovation",
        "/city-zh-hans/sunshine/renovation/": "改造项目",
        "/city-en/sunshine/renovation/": "Renovation",
    }


def test_opening_again_adds_no_index(sunshine):
    open_community(community=sunshine)

    assert RenovationIndexPage.objects.count() == 4


def test_project_answers_in_best_language(client, sunshine):
    make_project_pair("pipes", community=sunshine)
    make_project_page("roofs", community=sunshine)
    paths = ("/zh-hans/sunshine/renovation/pipes/", "/en/sunshine/renovation/pipes/", "/en/sunshine/renovation/roofs/")

    assert [client.get(path).context["page"].title for path in paths] == ["pipes zh-hans", "pipes en", "roofs zh-hans"]


def test_project_is_of_its_community_only(client, sunshine):
    opened_community(slug="heping")
    make_project_page("pipes", community=sunshine)

    assert client.get("/zh-hans/heping/renovation/pipes/").status_code == 404


def test_pages_of_one_project_share_its_row(sunshine):
    project = make_project_pair("pipes", community=sunshine)

    assert RenovationProject.objects.count() == 1
    assert (project.community, project.slug) == (sunshine, "pipes")
    assert project.names == {"zh-hans": "pipes zh-hans", "en": "pipes en"}


def test_row_follows_new_title_and_address(sunshine):
    page = make_project_page("pipes", community=sunshine)
    page.title, page.slug = "New pipes", "new-pipes"
    page.save_revision().publish()
    project = RenovationProject.objects.get()

    assert (project.names["zh-hans"], project.slug) == ("New pipes", "new-pipes")


def test_no_project_below_the_citys_list(sunshine):
    assert not RenovationProjectPage.can_create_at(renovation_index(None))
    assert RenovationProjectPage.can_create_at(renovation_index(sunshine))


def test_index_has_what_goes_on_first_and_says_how_far(client, sunshine):
    at_stage(make_project_pair("asked", community=sunshine), Stage.ASKING)
    at_stage(make_project_pair("works", community=sunshine), Stage.WORKS)
    links = client.get("/en/sunshine/renovation/").context["page_of_projects"]

    assert [(link.title, link.badges[0].label) for link in links] == [
        ("works en", "3 of 5: Works"),
        ("asked en", "1 of 5: Asking residents what is needed"),
    ]


def test_index_can_be_narrowed_to_a_stage(client, sunshine):
    at_stage(make_project_pair("asked", community=sunshine), Stage.ASKING)
    at_stage(make_project_pair("works", community=sunshine), Stage.WORKS)
    links = client.get("/en/sunshine/renovation/?stage=works").context["page_of_projects"]

    assert [link.title for link in links] == ["works en"]


def test_city_lists_the_projects_of_open_communities(client, sunshine):
    heping = opened_community(slug="heping")
    make_project_pair("pipes", community=sunshine)
    make_project_pair("roofs", community=heping)
    type(heping).objects.filter(pk=heping.pk).update(status="preparing")
    links = client.get("/en/renovation/").context["page_of_projects"]

    assert [(link.url, link.note) for link in links] == [
        ("/en/sunshine/renovation/pipes/", sunshine.names["en"]),
    ]


def test_empty_index_says_what_to_do(client, sunshine):
    assert "Nothing is renovated here" in client.get("/en/sunshine/renovation/").content.decode()


def test_menu_and_cards_only_with_projects(sunshine):
    client = ServedClient()
    for path, url in (("/en/sunshine/", "/en/sunshine/renovation/"), ("/en/", "/en/renovation/")):
        assert f'href="{url}"' not in client.get(path).content.decode()
    make_project_pair("pipes", community=sunshine)
    PAGES.renew()  # as after commit
    for path, url in (("/en/sunshine/", "/en/sunshine/renovation/"), ("/en/", "/en/renovation/")):
        html = client.get(path).content.decode()
        assert html.count(f'href="{url}"') >= 2
        assert "pipes en" in html


def test_steps_say_what_is_done_now_and_ahead(client, sunshine):
    at_stage(make_project_pair("pipes", community=sunshine), Stage.MENDING)
    story = client.get("/en/sunshine/renovation/pipes/").context["story"]

    assert [step.state for step in story.steps] == ["done", "done", "done", "now", "ahead"]
    assert story.step_number == 4


def test_page_invites_households_while_they_are_asked(client, sunshine):
    survey = make_survey(make_project_pair("pipes", community=sunshine))
    address = "/en/sunshine/renovation/pipes/"
    assert 'href="needs/"' in client.get(address).content.decode()

    with time_machine.travel(survey.closes_at + dt.timedelta(hours=1), tick=False):
        assert 'href="needs/"' not in client.get(address).content.decode()


def test_page_tells_what_became_of_wishes_by_rank(client, sunshine):
    survey = make_survey(make_project_pair("pipes", community=sunshine))
    Wish.objects.filter(survey=survey, names__en="lamp").update(
        lists=12, first=9, weight=30, outcome=WishOutcome.DONE, outcome_note=named("twelve new lamps")
    )
    Wish.objects.filter(survey=survey, names__en="bench").update(lists=3, first=1, weight=5)
    address = "/en/sunshine/renovation/pipes/"
    assert "What you asked for" not in client.get(address).content.decode()

    type(survey).objects.filter(pk=survey.pk).update(counted_at=timezone.now(), households_counted=14)
    response = client.get(address)
    html = response.content.decode()
    assert [str(result.wish) for result in response.context["story"].results] == ["lamp", "bench", "pipes", "bicycles"]
    assert "wanted by 12 households" in html
    assert "wanted by fewer than 5 households" in html
    assert "wanted by 3 households" not in html
    assert "twelve new lamps" in html


def test_opinions_are_shown_where_residents_may_read_them(client, sunshine):
    project = make_project_pair("pipes", community=sunshine)
    today = timezone.localdate()
    values = {"project": project, "channel": OpinionChannel.GROUP, "collected_on": today}
    Opinion.objects.create(texts=named("Keep the tree"), reply=named("It stays"), people=6, **values)
    Opinion.objects.create(texts=named("Not for all eyes"), is_public=False, **values)
    html = client.get("/en/sunshine/renovation/pipes/").content.decode()

    assert "Keep the tree" in html
    assert "It stays" in html
    assert "6 people said so" in html
    assert "Not for all eyes" not in html


def test_both_halves_of_acceptance_are_told(client, sunshine):
    project = with_document(at_stage(make_project_pair("pipes", community=sunshine), Stage.ACCEPTANCE))
    make_round(project)
    html = client.get("/en/sunshine/renovation/pipes/").content.decode()

    assert "验收报告" in html
    assert "By residents, round 1" in html
    assert 'href="satisfaction/"' in html


def test_project_is_a_project_to_machines(client, sunshine):
    make_project_page("pipes", community=sunshine, language="en", contractor="Linhu Pipes", phone="0199-5551144")
    [value] = [each for each in json_ld(client.get("/en/sunshine/renovation/pipes/").content.decode())
               if each["@type"] == "Project"]  # fmt: skip

    assert (value["name"], value["member"]["name"]) == ("pipes en", "Linhu Pipes")
    assert value["contactPoint"]["telephone"] == "0199-5551144"


def test_search_reads_project_wishes_and_works(sunshine):
    project = make_project_pair("pipes", community=sunshine, keywords="水管、plumbing")
    make_survey(project)
    make_works(project)
    over = timezone.now() - dt.timedelta(days=3)
    make_works(project, titles=named("Long over"), starts=over, ends=over + dt.timedelta(hours=1))
    entries = PageSource().entries([ref for ref in PageSource().all_refs() if str(project.key) in ref.id])
    [english] = [entry for entry in entries if entry.ref.language == "en"]

    assert (english.kind, english.community, english.keywords) == ("renovation", sunshine.code, ("水管", "plumbing"))
    assert {"pipes", "bicycles", "Water off"} <= set(english.body.splitlines())
    assert "Long over" not in english.body


@pytest.mark.parametrize("number", [1, 3])
def test_project_costs_a_constant_number_of_queries(sunshine, number, django_assert_num_queries):
    project = with_document(at_stage(make_project_pair("pipes", community=sunshine), Stage.ACCEPTANCE))
    make_survey(project, wishes=("pipes", "bench", "lamp")[:number])
    make_round(project)
    for place in range(number):
        make_home(project, number=str(place + 1))
        make_works(project, buildings=list(project.buildings.all()))
        Opinion.objects.create(
            project=project, channel=OpinionChannel.GROUP, collected_on=timezone.localdate(), texts=named(str(place))
        )
    client = ServedClient()
    with time_machine.travel(timezone.now(), tick=False):
        for query in ("?1", "?2"):
            client.get(f"/en/sunshine/renovation/pipes/{query}")
        with django_assert_num_queries(PROJECT_QUERIES):
            client.get("/en/sunshine/renovation/pipes/?3")
        PAGES.renew()
        client.get("/en/sunshine/?4")
        with django_assert_num_queries(COLD_PROJECT_QUERIES):
            client.get("/en/sunshine/renovation/pipes/?5")


PROJECT_QUERIES, COLD_PROJECT_QUERIES = 2, 15


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"), [("/en/sunshine/renovation/", 1), ("/en/renovation/", 0), ("/en/sunshine/renovation/feed/", 0)]
)
def test_lists_cost_a_constant_number_of_queries(sunshine, path, queries, number, django_assert_num_queries):
    for place in range(number):
        make_works(make_project_pair(f"project-{place}", community=sunshine))
    client = ServedClient()
    for query in ("?1", "?2"):
        client.get(path + query)
    with django_assert_num_queries(queries):
        assert client.get(path + "?3").status_code == 200
