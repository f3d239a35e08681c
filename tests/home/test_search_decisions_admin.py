"""Screens on which editors pin and hide results: each in her own places, with a look at the list it makes."""

from typing import Any

import pytest
from django.test import Client

from portal.communities.choices import Role
from portal.communities.models import Community
from search.models import SearchDecision, SearchDocument
from tests.factories.guides import make_guide
from tests.factories.home import opened_community
from tests.factories.people import city_administrator, staff

pytestmark = pytest.mark.django_db
INDEX, ADD = "/admin/search_decisions/", "/admin/search_decisions/new/"


@pytest.fixture
def own() -> Community:
    return opened_community(slug="own")


@pytest.fixture
def keys(own: Community, django_capture_on_commit_callbacks: Any) -> dict[str, str]:
    """Of guides that are found, by title."""
    with django_capture_on_commit_callbacks(execute=True):
        for number, title in enumerate(("电梯补贴", "电梯公告", "房管所")):
            make_guide(f"guide-{number}", title=title)
    return dict(SearchDocument.objects.filter(is_present=True).values_list("title", "key"))


def decision(community: str = "", query: str = "电梯", key: str = "x") -> SearchDecision:
    return SearchDecision.objects.create(query=query, key=key, community=community)


def sent(**values: Any) -> dict[str, Any]:
    blank = {"query": "电梯", "look": "", "key": "", "verdict": "pinned", "position": "1", "community": "", "note": ""}
    return blank | values


def test_editor_sees_the_decisions_of_her_community_alone(client: Client, own: Community) -> None:
    mine = decision(own.code)
    theirs, citys = decision(opened_community(slug="other").code), decision()
    client.force_login(staff(own, Role.EDITOR))
    assert list(client.get(INDEX).context["object_list"]) == [mine]
    assert client.get(f"{INDEX}edit/{mine.pk}/").status_code == 200
    for row in (theirs, citys):
        for act in ("edit", "delete", "history", "usage"):
            assert client.get(f"{INDEX}{act}/{row.pk}/").status_code in (302, 403, 404)
        client.post(f"{INDEX}delete/{row.pk}/")
    assert SearchDecision.objects.count() == 3


def test_editor_decides_for_her_community_alone(client: Client, own: Community, keys: dict[str, str]) -> None:
    other = opened_community(slug="other")
    client.force_login(staff(own, Role.EDITOR))
    for code in (other.code, ""):
        response = client.post(ADD, sent(community=code, key=keys["电梯公告"]))
        assert response.context["form"].errors.keys() == {"community"}
    assert client.post(ADD, sent(community=own.code, key=keys["电梯公告"])).status_code == 302
    assert [(row.asked, row.community) for row in SearchDecision.objects.all()] == [("电梯", own.code)]


def test_contributor_decides_nothing(client: Client, own: Community, keys: dict[str, str]) -> None:
    client.force_login(staff(own, Role.CONTRIBUTOR))
    assert client.get(INDEX).status_code == 302
    assert client.post(ADD, sent(community=own.code, key=keys["电梯公告"])).status_code == 302
    assert SearchDecision.objects.count() == 0


def test_pages_are_offered_by_question_words_and_key(client: Client, keys: dict[str, str]) -> None:
    client.force_login(city_administrator())

    def offered(**values: str) -> set[str]:
        response = client.post(ADD, sent(find="1", **values))
        form = response.context["form"]
        assert (response.status_code, form.is_bound) == (200, False)
        return {key for key, _label in form.fields["key"].choices}

    assert offered(query="电梯") == {keys["电梯补贴"], keys["电梯公告"]}
    assert offered(query="电梯", look="房管所") == {keys["房管所"]}
    assert offered(query="电梯", look=keys["房管所"]) == {keys["房管所"]}
    assert offered(query="") == set()
    assert SearchDecision.objects.count() == 0


def test_only_an_offered_page_is_taken(client: Client, keys: dict[str, str]) -> None:
    client.force_login(city_administrator())
    response = client.post(ADD, sent(key="nonsense"))
    assert response.context["form"].errors.keys() == {"key"}
    assert client.post(ADD, sent(look="房管所", key=keys["房管所"])).status_code == 302
    again = client.post(ADD, sent(look="房管所", key=keys["房管所"], query="電梯"))
    assert again.context["form"].errors.keys() == {"key"}


def test_form_shows_the_list_it_makes_and_writes_nothing(client: Client, keys: dict[str, str]) -> None:
    client.force_login(city_administrator())
    response = client.post(ADD, sent(**{"try": "1"}, look="房管所", key=keys["房管所"]))
    lists = {name: [result.title for result in found] for name, found in response.context["lists"].items()}
    assert (set(lists["before"]), lists["after"][0]) == ({"电梯补贴", "电梯公告"}, "房管所")
    assert SearchDecision.objects.count() == 0
    saved = SearchDecision.objects.create(query="电梯", key=keys["房管所"])
    response = client.post(f"{INDEX}edit/{saved.pk}/", sent(**{"try": "1"}, key=saved.key, verdict="hidden"))
    lists = {name: [result.title for result in found] for name, found in response.context["lists"].items()}
    assert (lists["before"][0], "房管所" in lists["after"]) == ("房管所", False)


def test_question_may_come_with_the_address(client: Client, own: Community, keys: dict[str, str]) -> None:
    client.force_login(city_administrator())
    form = client.get(f"{ADD}?query=电梯&community={own.code}").context["form"]
    assert (form["query"].value(), form["community"].value(), len(form.fields["key"].choices)) == ("电梯", own.code, 2)
    assert client.get(f"{ADD}?query={'电' * 500}&community=%00&query=%ED%A0%80").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_constant_queries(
    client: Client, own: Community, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        decision(own.code, key=f"page-{number}")
    client.force_login(city_administrator())
    client.get(INDEX)
    with django_assert_num_queries(15):
        client.get(INDEX)
