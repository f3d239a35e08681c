"""Alerts of the city and of communities: where they stand, when, and who may write them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.home.models import Alert, AlertPage
from portal.keeping import PAGES
from portal.plugins.choices import Severity
from tests.factories.alerts import AlertFactory
from tests.factories.guides import make_guide
from tests.factories.home import opened_community
from tests.factories.people import city_administrator, staff
from tests.served import ServedClient

pytestmark = pytest.mark.django_db

STORM = "Typhoon tonight"


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


@pytest.fixture
def riverside(sunshine: Community) -> Community:
    return opened_community(slug="riverside")


def shown_on(client: Client, *paths: str) -> list[bool]:
    return [STORM in client.get(path).content.decode() for path in paths]


# Where they stand


def test_alert_of_the_city_stands_on_all_pages(client: Client, sunshine: Community) -> None:
    AlertFactory()
    assert shown_on(client, "/en/", "/en/find/", "/en/sunshine/", "/en/sunshine/guides/", "/en/nowhere/") == [True] * 5


def test_alert_of_a_community_stands_on_its_own_pages(
    client: Client, sunshine: Community, riverside: Community
) -> None:
    AlertFactory(community=sunshine)
    assert shown_on(client, "/en/sunshine/", "/en/sunshine/guides/") == [True, True]
    assert shown_on(client, "/en/", "/en/riverside/") == [False, False]


@pytest.mark.parametrize("part", ["districts", "streets", "communities"])
def test_alert_of_the_city_cascades_to_the_chosen_part(
    client: Client, sunshine: Community, riverside: Community, part: str
) -> None:
    alert = AlertFactory()
    of = {"districts": sunshine.street.district, "streets": sunshine.street, "communities": sunshine}
    getattr(alert, part).add(of[part])
    assert shown_on(client, "/en/sunshine/", "/en/sunshine/guides/") == [True, True]
    assert shown_on(client, "/en/riverside/", "/en/") == [False, False]


def test_alert_of_chosen_pages_stands_there_and_below(client: Client, sunshine: Community) -> None:
    guide = make_guide("permit")
    make_guide("canteen")
    alert = AlertFactory(shown_on="chosen")
    alert.page_rows.add(AlertPage(page=guide.page_ptr))
    alert.save()
    guides = "/en/guides/permit/", "/en/sunshine/guides/permit/", "/en/sunshine/guides/permit/helpful/thanks/"
    assert shown_on(client, *guides) == [True] * 3
    assert shown_on(client, "/en/sunshine/guides/canteen/", "/en/sunshine/", "/en/") == [False] * 3


def test_alert_of_a_communitys_page_stands_there(client: Client, sunshine: Community, riverside: Community) -> None:
    guide = make_guide("canteen", community=sunshine)
    alert = AlertFactory(shown_on="chosen", community=sunshine)
    alert.page_rows.add(AlertPage(page=guide.page_ptr))
    alert.save()
    assert shown_on(client, "/zh-hans/sunshine/guides/canteen/", "/zh-hans/sunshine/guides/") == [True, False]


def test_alert_of_home_pages_stands_on_no_other(client: Client, sunshine: Community) -> None:
    AlertFactory(shown_on="home")
    assert shown_on(client, "/en/", "/en/sunshine/", "/en/sunshine/guides/", "/en/find/") == [True, True, False, False]


def test_alert_speaks_the_readers_language(client: Client, sunshine: Community) -> None:
    AlertFactory(titles={"zh-hans": "今晚台风", "en": STORM}, texts={"zh-hans": "请勿外出。"})
    chinese, english = (client.get(f"/{code}/").content.decode() for code in ("zh-hans", "en"))
    assert [text in chinese for text in ("今晚台风", STORM)] == [True, False]
    assert [text in english for text in ("今晚台风", STORM)] == [False, True]


@pytest.mark.parametrize(
    ("url", "shown"),
    [("/zh-hans/sunshine/", "/en/sunshine/"), ("https://weather.example.org/zh/", "https://weather.example.org/zh/")],
)
def test_link_of_an_alert_leads_on_in_the_readers_language(
    client: Client, sunshine: Community, url: str, shown: str
) -> None:
    AlertFactory(url=url)
    assert f'<a href="{shown}">{STORM}</a>' in client.get("/en/").content.decode()


def test_alert_in_one_language_is_marked_in_the_other(client: Client, sunshine: Community) -> None:
    AlertFactory(titles={"zh-hans": "今晚台风"})
    assert '<div class="alert__text" lang="zh-Hans">' in client.get("/en/").content.decode()


@pytest.mark.parametrize(
    ("starts", "ends", "is_shown"),
    [(-1, 1, True), (1, 2, False), (-2, -1, False)],
)
def test_alert_begins_and_ends_by_itself(
    client: Client, sunshine: Community, starts: int, ends: int, is_shown: bool
) -> None:
    now = timezone.now()
    AlertFactory(starts_at=now + timedelta(hours=starts), ends_at=now + timedelta(hours=ends))
    assert shown_on(client, "/en/") == [is_shown]


def test_alert_ends_after_it_starts(sunshine: Community) -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        AlertFactory(starts_at=now, ends_at=now)


@pytest.mark.parametrize("change", [{"titles": {"en": f"{STORM}!"}}, {"texts": {"en": "Now"}}, {"severity": "danger"}])
def test_alert_put_away_comes_back_when_it_changes(client: Client, sunshine: Community, change: dict[str, Any]) -> None:
    alert = AlertFactory()
    (shown,) = client.get("/en/").context["site"].alerts
    client.post("/en/alerts/dismiss/", {"key": shown.dismiss_key})
    alert.url = "/en/guides/"
    alert.save()
    assert shown_on(client, "/en/", "/en/sunshine/") == [False, False]
    for name, value in change.items():
        setattr(alert, name, value)
    alert.save()
    assert shown_on(client, "/en/") == [True]


@pytest.mark.parametrize(("severity", "is_folded"), [("info", True), ("warn", True), ("danger", False)])
def test_only_danger_says_all_unasked(client: Client, sunshine: Community, severity: str, is_folded: bool) -> None:
    AlertFactory(severity=severity, texts={"en": "Stay inside"})
    page = client.get("/en/").content.decode()
    assert ('<summary class="alert__title">' in page, "Stay inside" in page) == (is_folded, True)


def test_alert_that_must_stay_has_no_button(client: Client, sunshine: Community) -> None:
    AlertFactory(is_dismissible=False)
    page = client.get("/en/").content.decode()
    assert (STORM in page, "/alerts/dismiss/" in page) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_alerts_cost_a_warm_page_no_query(sunshine: Community, django_assert_num_queries, count: int) -> None:
    """The two queries are those of the same page without alerts."""
    client, url = ServedClient(), "/en/sunshine/guides/category/permit/"
    make_guide("permit")
    client.get(url)
    with django_assert_num_queries(2):
        client.get(url)
    for _number in range(count):
        AlertFactory(community=sunshine)
        AlertFactory().streets.add(sunshine.street)
    PAGES.renew()
    client.get(url)
    with django_assert_num_queries(2):
        page = client.get(url).content.decode()
    assert page.count('<section class="alert') == 2 * count


# Who may write them


def sent(**values: Any) -> dict[str, Any]:
    """The form as a browser sends it."""
    now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
    pages = values.pop("pages", [])
    return nested_form_data(
        {
            "titles_zh_hans": "今晚台风",
            "titles_en": STORM,
            "severity": Severity.DANGER,
            "starts_at": now,
            "ends_at": now + timedelta(days=1),
            "is_dismissible": "on",
            "shown_on": "chosen" if pages else "all",
            "page_rows": inline_formset([{"page": page.pk} for page in pages]),
            **values,
        }
    )


ADD = "/admin/alert/new/"


def test_editor_writes_alerts_of_the_own_community(client: Client, sunshine: Community, riverside: Community) -> None:
    client.force_login(staff(sunshine, Role.EDITOR))
    client.post(ADD, sent(community=sunshine.pk))
    client.post(ADD, sent(community=riverside.pk))
    client.post(ADD, sent())
    (alert,) = Alert.objects.all()
    assert (alert.community, alert.severity, dict(alert.titles)) == (
        sunshine,
        Severity.DANGER,
        {"zh-hans": "今晚台风", "en": STORM},
    )


def test_editor_sees_nothing_of_other_alerts(client: Client, sunshine: Community, riverside: Community) -> None:
    own, others = AlertFactory(community=sunshine), [AlertFactory(community=riverside), AlertFactory()]
    client.force_login(staff(sunshine, Role.EDITOR))
    assert list(client.get("/admin/alert/").context["object_list"]) == [own]
    for alert in others:
        assert client.get(f"/admin/alert/edit/{alert.pk}/").status_code == 302
        client.post(f"/admin/alert/delete/{alert.pk}/")
    assert Alert.objects.count() == 3


def test_editor_is_not_asked_for_parts_of_the_city(client: Client, sunshine: Community) -> None:
    client.force_login(staff(sunshine, Role.EDITOR))
    form = client.get(ADD).context["form"]
    assert not {"districts", "streets", "community_lines"} & set(form.fields)


def test_contributor_writes_no_alerts(client: Client, sunshine: Community) -> None:
    client.force_login(staff(sunshine, Role.CONTRIBUTOR))
    client.post(ADD, sent(community=sunshine.pk))
    assert not Alert.objects.exists()


def test_city_administrator_chooses_parts_of_the_city(
    client: Client, sunshine: Community, riverside: Community
) -> None:
    client.force_login(city_administrator())
    lines = f"sunshine\n\n{riverside.names['zh-hans']}\n"
    client.post(ADD, sent(community_lines=lines) | {"streets": [sunshine.street.pk]})
    alert = Alert.objects.get()
    assert (alert.community, list(alert.streets.all())) == (None, [sunshine.street])
    assert set(alert.communities.all()) == {sunshine, riverside}
    form = client.get(f"/admin/alert/edit/{alert.pk}/").context["form"]
    assert form.initial["community_lines"].split() == ["sunshine", "riverside"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"community_lines": "Atlantis"}, "community_lines"),
        ({"ends_at": datetime(2020, 1, 1)}, "ends_at"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"shown_on": "chosen"}, "shown_on"),
    ],
)
def test_mistake_is_said_at_its_field(client: Client, sunshine: Community, values: dict[str, Any], field: str) -> None:
    client.force_login(city_administrator())
    answer = client.post(ADD, sent(**values))
    assert (field in answer.context["form"].errors, Alert.objects.count()) == (True, 0)


def test_fourth_alert_of_a_community_is_refused_kindly(client: Client, sunshine: Community) -> None:
    client.force_login(staff(sunshine, Role.EDITOR))
    now = timezone.now()
    running = AlertFactory.create_batch(3, community=sunshine)
    AlertFactory.create_batch(3, community=sunshine, starts_at=now - timedelta(days=3), ends_at=now - timedelta(days=2))
    AlertFactory.create_batch(3)
    answer = client.post(ADD, sent(community=sunshine.pk))
    assert list(answer.context["form"].errors) == ["starts_at"]
    assert client.post(f"/admin/alert/edit/{running[0].pk}/", sent(community=sunshine.pk)).status_code == 302
    running[1].delete()
    assert client.post(ADD, sent(community=sunshine.pk)).status_code == 302


def test_more_than_three_lines_are_folded(client: Client, sunshine: Community) -> None:
    AlertFactory.create_batch(3, community=sunshine)
    assert '<details class="more-alerts">' not in client.get("/en/sunshine/").content.decode()
    AlertFactory(titles={"en": "Gas smell"}, severity=Severity.DANGER)
    first, more = client.get("/en/sunshine/").content.decode().split('<details class="more-alerts">')
    assert (first.count('<section class="alert'), more.count('<section class="alert')) == (3, 1)
    assert "Gas smell" in first


def test_alert_of_a_community_reaches_no_other(client: Client, sunshine: Community, riverside: Community) -> None:
    client.force_login(city_administrator())
    answer = client.post(ADD, sent(community=sunshine.pk, community_lines="riverside"))
    assert "community" in answer.context["form"].errors


def test_pages_of_an_alert_are_of_its_community(client: Client, sunshine: Community, riverside: Community) -> None:
    client.force_login(city_administrator())
    own, other = (make_guide("canteen", community=community) for community in (sunshine, riverside))
    refused = [
        sent(community=sunshine.pk, pages=[other]),
        sent(pages=[own]),
        sent(community=sunshine.pk, pages=[sunshine.home_pages.first()]),
    ]
    for data in refused:
        assert "shown_on" in client.post(ADD, data).context["form"].errors
    client.post(ADD, sent(community=sunshine.pk, pages=[own]))
    assert [row.page_id for row in Alert.objects.get().page_rows.all()] == [own.pk]
