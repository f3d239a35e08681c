"""The search report: each editor her own places, withheld what few asked, and a way from a row to what mends it."""

import csv
import io
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.services.models import GuidePage
from search.models import SearchCount, SearchRule
from search.report_views import safe_cell
from tests.factories.guides import make_guide
from tests.factories.home import opened_community
from tests.factories.people import city_administrator, staff

pytestmark = pytest.mark.django_db
REPORT, KEYWORD = "/admin/search_report/", "/admin/search-words/"


@pytest.fixture
def own() -> Community:
    return opened_community(slug="own")


def counted(asked: str, visits: int = 3, *, community: str = "", **values: int) -> None:
    SearchCount.objects.create(
        day=timezone.localdate(), community=community, language="zh-hans", asked=asked, visits=visits, **values
    )


def asked(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{REPORT}{query}")
    assert response.status_code == 200
    return [line.row.asked for line in response.context["lines"]]


def test_editor_sees_what_was_asked_in_her_community(client: Client, own: Community) -> None:
    other = opened_community(slug="other")
    counted("电梯", community=own.code)
    counted("少见", 2, community=own.code)
    counted("别处", community=other.code)
    counted("全市")
    client.force_login(staff(own, Role.EDITOR))
    assert asked(client) == ["电梯"]
    for place in (other.code, "other", "city", "", "\x00"):
        assert asked(client, f"?place={place}") == ["电梯"]
    assert "别处" not in client.get(f"{REPORT}csv/?place={other.code}").content.decode()


def test_administrator_sees_all_places_or_one(client: Client, own: Community) -> None:
    counted("电梯", 5, community=own.code)
    counted("全市", 4)
    client.force_login(city_administrator())
    assert asked(client) == ["电梯", "全市"]
    assert (asked(client, "?place=own"), asked(client, "?place=city")) == (["电梯"], ["全市"])
    assert asked(client, "?place=atlantis&days=x&show=moon") == ["电梯", "全市"]


@pytest.mark.parametrize("address", [REPORT, f"{REPORT}csv/"])
def test_contributor_sees_no_report(client: Client, own: Community, address: str) -> None:
    client.force_login(staff(own, Role.CONTRIBUTOR))
    assert client.get(address).status_code == 302


def test_row_leads_to_what_mends_it(client: Client, own: Community) -> None:
    counted("临时卡", empty=3, community=own.code)
    client.force_login(staff(own, Role.EDITOR))
    line = client.get(f"{REPORT}?show=empty").context["lines"][0]
    form = client.get(line.synonym_url).context["form"]
    assert [form[name].value() for name in ("kind", "words", "community")] == ["one-way", "临时卡", own.code]
    form = client.get(line.pin_url).context["form"]
    assert [form[name].value() for name in ("query", "community")] == ["临时卡", own.code]
    assert parse_qs(urlsplit(line.keyword_url).query) == {"word": ["临时卡"]}
    assert client.get(line.keyword_url).context["form"]["word"].value() == "临时卡"
    assert SearchRule.objects.count() == 0


def test_file_is_no_formula(client: Client, own: Community) -> None:
    counted("居住证", 4, clicks=2, places=3)
    client.force_login(city_administrator())
    response = client.get(f"{REPORT}csv/")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][0::2] == ["居住证", "4", "2"]
    assert rows[1][5] == "1.5"
    assert [safe_cell(text) for text in ("=1+1", " @x", "＋8", "-", "居住证")] == [
        "'=1+1",
        "' @x",
        "'＋8",
        "'-",
        "居住证",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_report_takes_constant_queries(
    client: Client, own: Community, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        counted(f"电梯{number}", community=own.code)
    client.force_login(city_administrator())
    client.get(REPORT)
    with django_assert_num_queries(13):
        client.get(REPORT)


# Adding a word to a page


def guide(community: Community | None, title: str = "居住证办理", **values: Any) -> GuidePage:
    return make_guide(community=community, title=title, keywords="居住卡", **values)


def fresh(page: GuidePage) -> GuidePage:
    return GuidePage.objects.get(pk=page.pk)


def sent(page: Any, **values: str) -> dict[str, str]:
    return {"word": "临时卡", "look": "居住证", "page": str(page.pk)} | values


def test_word_is_shown_then_added_and_published(client: Client, own: Community) -> None:
    page = guide(own)
    client.force_login(staff(own, Role.EDITOR))
    offered = client.get(KEYWORD, {"word": "临时卡", "look": "居住证"}).context["form"]
    assert list(offered.fields["page"].queryset) == [page.page_ptr]
    response = client.post(KEYWORD, sent(page))
    addition = response.context["addition"]
    assert (addition.before, addition.after, addition.is_published) == ("居住卡", "居住卡, 临时卡", True)
    assert (fresh(page).keywords, page.revisions.count()) == ("居住卡", 1)
    assert client.post(KEYWORD, sent(page, confirm="1")).status_code == 302
    assert (fresh(page).keyword_list, page.revisions.count()) == (["居住卡", "临时卡"], 2)
    assert fresh(page).has_unpublished_changes is False


def test_contributors_word_waits_in_a_draft(client: Client, own: Community) -> None:
    page = guide(own)
    client.force_login(staff(own, Role.CONTRIBUTOR))
    assert client.post(KEYWORD, sent(page)).context["addition"].is_published is False
    client.post(KEYWORD, sent(page, confirm="1"))
    assert (fresh(page).keywords, fresh(page).get_latest_revision_as_object().keywords) == ("居住卡", "居住卡, 临时卡")


def test_changes_of_others_are_not_published_with_it(client: Client, own: Community) -> None:
    page = guide(own)
    page.title = "还没写完"
    page.save_revision()
    client.force_login(staff(own, Role.EDITOR))
    client.post(KEYWORD, sent(page, confirm="1"))
    assert (fresh(page).title, fresh(page).keywords) == ("居住证办理", "居住卡")
    draft = fresh(page).get_latest_revision_as_object()
    assert (draft.title, draft.keyword_list) == ("还没写完", ["居住卡", "临时卡"])


def test_pages_of_others_are_neither_offered_nor_changed(client: Client, own: Community) -> None:
    theirs, citys = guide(opened_community(slug="other")), guide(None)
    client.force_login(staff(own, Role.EDITOR))
    assert not client.get(KEYWORD, {"word": "临时卡", "look": "居住证"}).context["form"].fields["page"].queryset
    for page in (theirs, citys):
        response = client.post(KEYWORD, sent(page, confirm="1"))
        assert response.context["form"].errors.keys() == {"page"}
        assert (fresh(page).keywords, page.revisions.count()) == ("居住卡", 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"word": ""}, "word"),
        ({"word": "一, 二"}, "word"),
        ({"word": "x" * 101}, "word"),
        ({"word": "居住卡"}, "page"),
        ({"page": "0"}, "page"),
        ({"page": "x"}, "page"),
        ({"look": ""}, "page"),
    ],
)
def test_mistake_is_said_at_its_field(client: Client, own: Community, values: dict[str, str], field: str) -> None:
    page = guide(own)
    client.force_login(staff(own, Role.EDITOR))
    response = client.post(KEYWORD, sent(page) | {"confirm": "1"} | values)
    assert response.context["form"].errors.keys() == {field}
    assert fresh(page).keywords == "居住卡"


def test_full_field_and_locked_page_are_said(client: Client, own: Community) -> None:
    page = guide(own)
    page.keywords = "词" * 498
    page.save_revision().publish()
    client.force_login(staff(own, Role.EDITOR))
    assert client.post(KEYWORD, sent(page, confirm="1")).context["form"].errors.keys() == {"page"}
    GuidePage.objects.filter(pk=page.pk).update(locked=True, locked_by=city_administrator())
    assert client.post(KEYWORD, sent(page, confirm="1")).context["form"].errors.keys() == {"page"}
