"""Screens on which editors say what people call things: each in her own places, with a look at what changes."""

from typing import Any

import pytest
from django.test import Client

from portal.communities.choices import Role
from portal.communities.models import Community
from search.models import RuleKind, SearchRule
from tests.factories.guides import make_guide
from tests.factories.home import opened_community
from tests.factories.people import city_administrator, staff

pytestmark = pytest.mark.django_db
INDEX, ADD = "/admin/search_rules/", "/admin/search_rules/new/"


@pytest.fixture
def own() -> Community:
    return opened_community(slug="own")


def rule(community: str = "", words: str = "狗, 犬") -> SearchRule:
    return SearchRule.objects.create(kind=RuleKind.EQUAL, words=words, community=community)


def log_in(client: Client, community: Community, role: Role = Role.EDITOR) -> None:
    client.force_login(staff(community, role))


def sent(**values: Any) -> dict[str, Any]:
    return {"kind": "one-way", "words": "暂住证", "targets": "居住证", "community": "", "questions": ""} | values


def test_editor_sees_the_rules_of_her_community_alone(client: Client, own: Community) -> None:
    mine = rule(own.code)
    theirs, citys = rule(opened_community(slug="other").code, "老饭店, 食堂"), rule()
    log_in(client, own)
    assert list(client.get(INDEX).context["object_list"]) == [mine]
    assert client.get(f"{INDEX}edit/{mine.pk}/").status_code == 200
    for row in (theirs, citys):
        for act in ("edit", "delete", "history", "usage"):
            assert client.get(f"{INDEX}{act}/{row.pk}/").status_code in (302, 403, 404)
        client.post(f"{INDEX}delete/{row.pk}/")
    assert SearchRule.objects.count() == 3


def test_editor_writes_rules_for_her_community_alone(client: Client, own: Community) -> None:
    other = opened_community(slug="other")
    log_in(client, own)
    for code in (other.code, ""):
        assert client.post(ADD, sent(community=code)).context["form"].errors.keys() == {"community"}
    assert client.post(ADD, sent(community=own.code)).status_code == 302
    assert [(row.words, row.community) for row in SearchRule.objects.all()] == [("暂住证", own.code)]


def test_contributor_has_nothing_to_steer(client: Client, own: Community) -> None:
    log_in(client, own, Role.CONTRIBUTOR)
    assert client.get(INDEX).status_code == 302
    assert client.post(ADD, sent(community=own.code)).status_code == 302
    assert SearchRule.objects.count() == 0


def test_administrator_writes_the_citys_rules(client: Client, own: Community) -> None:
    communitys = rule(own.code)
    client.force_login(city_administrator())
    assert client.post(ADD, sent()).status_code == 302
    assert len(client.get(INDEX).context["object_list"]) == 2
    values = sent(kind="equal", words="狗, 宠物狗", targets="", community=own.code)
    assert client.post(f"{INDEX}edit/{communitys.pk}/", values).status_code == 302
    communitys.refresh_from_db()
    assert (communitys.words, communitys.community) == ("狗, 宠物狗", own.code)


def test_mistake_is_said_at_its_field(client: Client, own: Community) -> None:
    client.force_login(city_administrator())
    response = client.post(ADD, sent(kind="equal", words="狗", targets=""))
    assert response.context["form"].errors.keys() == {"words"}


def test_form_shows_what_the_rule_changes_and_writes_nothing(
    client: Client, own: Community, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_guide(title="居住证办理")
    client.force_login(city_administrator())
    response = client.post(ADD, sent(words="临时卡", **{"try": "1", "questions": "临时卡，火星"}))
    changes = [(each.question, each.before, each.after) for each in response.context["changes"]]
    assert changes == [("临时卡", [], ["居住证办理"]), ("火星", [], [])]
    assert SearchRule.objects.count() == 0
    assert "居住证办理" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_constant_queries(
    client: Client, own: Community, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        rule(own.code, f"狗, 犬{number}")
    client.force_login(city_administrator())
    client.get(INDEX)
    with django_assert_num_queries(14):
        client.get(INDEX)


def test_look_with_a_mistake_says_the_mistake(client: Client, own: Community) -> None:
    client.force_login(city_administrator())
    saved = rule()
    for address in (ADD, f"{INDEX}edit/{saved.pk}/"):
        response = client.post(address, sent(kind="equal", words="狗", targets="", **{"try": "1"}))
        assert response.context["form"].errors.keys() == {"words"}


def test_form_may_begin_with_what_the_address_says(client: Client, own: Community) -> None:
    client.force_login(city_administrator())
    form = client.get(f"{ADD}?kind=one-way&words=暂住证&community={own.code}").context["form"]
    assert [form[name].value() for name in ("kind", "words", "community")] == ["one-way", "暂住证", own.code]
    assert client.get(f"{ADD}?kind=nonsense&words={'x' * 900}&community=%00").status_code == 200
