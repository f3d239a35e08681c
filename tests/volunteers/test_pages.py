"""Pages of teams: where they answer, what lists and machines read of them."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from portal.communities.models import Community
from portal.home.actions import open_community
from portal.home.page_source import PageSource
from portal.hours.schedule import OpeningHours
from portal.keeping import PAGES
from portal.volunteers.models import Team, VolunteerTeamIndexPage, VolunteerTeamPage
from tests.factories.home import opened_community
from tests.factories.volunteers import make_field, make_team_page, make_team_pair, team_index
from tests.served import ServedClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def json_ld(html: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return [value for block in found for value in (lambda v: v if isinstance(v, list) else [v])(json.loads(block))]


def test_community_has_an_index_in_each_language(sunshine: Community) -> None:
    titles = VolunteerTeamIndexPage.objects.values_list("url_path", "title")
    assert dict(titles) == {
        "/city-zh-hans/sunshine/teams/": "志愿者队伍",
        "/city-en/sunshine/teams/": "Volunteer teams",
    }


def test_opening_again_adds_no_index(sunshine: Community) -> None:
    open_community(community=sunshine)
    assert VolunteerTeamIndexPage.objects.count() == 2


def test_team_answers_in_best_language(client: Client, sunshine: Community) -> None:
    make_team_pair("visits", community=sunshine)
    make_team_page("patrol", community=sunshine)
    paths = ("/zh-hans/sunshine/teams/visits/", "/en/sunshine/teams/visits/", "/en/sunshine/teams/patrol/")
    assert [client.get(path).context["page"].title for path in paths] == [
        "visits zh-hans",
        "visits en",
        "patrol zh-hans",
    ]


def test_team_is_of_its_community_only(client: Client, sunshine: Community) -> None:
    opened_community(slug="heping")
    make_team_page("visits", community=sunshine)
    assert client.get("/zh-hans/heping/teams/visits/").status_code == 404


def test_pages_of_one_team_share_its_row(sunshine: Community) -> None:
    chinese, _english = make_team_pair("visits", community=sunshine)
    team = Team.objects.get()
    assert (team.key, team.community) == (chinese.translation_key, sunshine)
    assert team.names == {"zh-hans": "visits zh-hans", "en": "visits en"}


def test_row_follows_a_new_title(sunshine: Community) -> None:
    page = make_team_page("visits", community=sunshine)
    page.title = "New name"
    page.save_revision().publish()
    assert Team.objects.get().names == {"zh-hans": "New name"}


def test_leader_stands_there_with_consent_only(sunshine: Community) -> None:
    page = VolunteerTeamPage(title="x", slug="x", summary="x", leader="Auntie Wang", locale=team_index(sunshine).locale)
    with pytest.raises(ValidationError) as error:
        page.clean()
    assert list(error.value.message_dict) == ["leader_consented_on"]


def test_team_cannot_move_to_another_community(sunshine: Community) -> None:
    heping = opened_community(slug="heping")
    page = make_team_page("visits", community=sunshine)
    assert page.can_move_to(team_index(sunshine))
    assert not page.can_move_to(team_index(heping))


def test_index_lists_recruiting_teams_first(client: Client, sunshine: Community) -> None:
    make_team_page("a-full", community=sunshine, is_recruiting=False)
    make_team_page("b-open", community=sunshine)
    page = client.get("/zh-hans/sunshine/teams/").context["page_of_teams"]
    assert [link.title for link in page] == ["b-open zh-hans", "a-full zh-hans"]


def test_index_sorts_by_field_of_work(client: Client, sunshine: Community) -> None:
    make_team_page("visits", community=sunshine)
    make_team_page("patrol", community=sunshine, field=make_field("safety"))
    response = client.get("/en/sunshine/teams/")
    assert [(link.title, link.note) for link in response.context["fields"]] == [("Elderly", "1"), ("Safety", "1")]
    of_safety = client.get("/en/sunshine/teams/field/safety/")
    assert [link.title for link in of_safety.context["page_of_teams"]] == ["patrol zh-hans"]
    assert of_safety.context["meta"].canonical.endswith("/zh-hans/sunshine/teams/field/safety/") is False
    assert client.get("/en/sunshine/teams/field/none/").status_code == 404


def test_empty_index_says_what_to_do(client: Client, sunshine: Community) -> None:
    assert "Would you like to start one?" in client.get("/en/sunshine/teams/").content.decode()


def test_menu_and_card_only_with_teams(sunshine: Community) -> None:
    client = ServedClient()
    assert "/en/sunshine/teams/" not in client.get("/en/sunshine/").content.decode()
    make_team_page("visits", community=sunshine)
    PAGES.renew()  # as after commit
    html = client.get("/en/sunshine/").content.decode()
    assert html.count('href="/en/sunshine/teams/"') >= 2


def test_team_is_an_organisation_to_machines(client: Client, sunshine: Community) -> None:
    partner = {"type": "partner", "value": {"name": "Clinic", "url": "https://clinic.example.org/"}}
    make_team_page(
        "visits",
        community=sunshine,
        partners=[partner],
        leader_phone="0199-5551131",
        leader_consented_on=date(2026, 9, 1),
    )
    objects = json_ld(client.get("/zh-hans/sunshine/teams/visits/").content.decode())
    [team] = [value for value in objects if value["@type"] == "NGO"]
    assert (team["name"], team["contactPoint"]["telephone"]) == ("visits zh-hans", "0199-5551131")
    assert team["sponsor"] == [{"@type": "Organization", "name": "Clinic", "url": "https://clinic.example.org/"}]


def test_search_reads_the_whole_team(sunshine: Community) -> None:
    page = make_team_page(
        "visits",
        community=sunshine,
        keywords="陪聊、befriending",
        tasks=[{"type": "task", "value": "读报"}],
        meeting_place="一楼",
    )
    [entry] = PageSource().entries([ref for ref in PageSource().all_refs() if str(page.translation_key) in ref.id])
    assert (entry.kind, entry.category, entry.community) == ("volunteer", "volunteer", sunshine.code)
    assert entry.keywords == ("陪聊", "befriending")
    assert entry.body.splitlines() == ["读报", "一楼", "elderly类"]


def test_page_shows_meeting_times(client: Client, sunshine: Community) -> None:
    make_team_page("visits", community=sunshine, language="en", meets=OpeningHours.parse("Wed 14:00-16:00"))
    assert "14:00" in client.get("/en/sunshine/teams/visits/").content.decode()


def test_team_is_shared_without_its_leader(client: Client, sunshine: Community) -> None:
    make_team_page(
        "visits",
        community=sunshine,
        title="探访队",
        summary="每周看望老人。",
        meeting_place="居民之家",
        leader="王阿姨",
        leader_phone="0199-5550101",
        leader_consented_on=date(2026, 1, 5),
        recruiting_note="缺会骑车的人。",
        least_age=18,
    )
    values = client.get("/zh-hans/sunshine/teams/visits/share/").context["values"]
    assert (values.kind, values.where, values.text) == ("志愿者队伍", "居民之家", "每周看望老人。")
    assert [fact.value for fact in values.facts] == ["欢迎新队员。 缺会骑车的人。 须满18周岁。"]
    assert "0199-5550101" not in client.get("/zh-hans/sunshine/teams/visits/share/poster/").content.decode()
