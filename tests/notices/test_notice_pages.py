"""Pages of notices: where they answer, what they show, and when they are over."""

import datetime as dt
import gc
import json
import re
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from portal.communities.models import Community
from portal.home.actions import open_community
from portal.home.page_source import PageSource
from portal.notices.choices import NoticeKind
from portal.notices.models import NoticeBuilding, NoticeCompound, NoticeIndexPage, NoticePage
from portal.pictures import CUT
from tests.factories.communities import BuildingFactory, CompoundFactory
from tests.factories.home import opened_community
from tests.factories.notices import make_notice, notice_index
from tests.served import ServedClient

pytestmark = pytest.mark.django_db

WATER = "/en/sunshine/notices/water/"
TODAY = dt.date(2026, 3, 2)
NOON = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
# Redis knows the time of its own clock, which no test can move.
OWN_CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "moved-clock"}}


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def announcement(community: Community, *, until: dt.date = TODAY, **values: Any) -> NoticePage:
    values = {"kind": NoticeKind.ANNOUNCEMENT, "period_from": until - dt.timedelta(days=7)} | values
    return make_notice("plan", community=community, period_until=until, **values)


def json_ld(html: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return [value for block in found for value in (lambda v: v if isinstance(v, list) else [v])(json.loads(block))]


def test_community_has_an_index_in_each_language(sunshine: Community) -> None:
    for _time in range(2):
        assert dict(NoticeIndexPage.objects.values_list("url_path", "title")) == {
            "/city-zh-hans/sunshine/notices/": "通知公告",
            "/city-en/sunshine/notices/": "Notices",
        }
        open_community(community=sunshine)


def test_notice_answers_in_best_language(client: Client, sunshine: Community) -> None:
    make_notice("water", community=sunshine)
    make_notice("water", community=sunshine, language="en")
    make_notice("power", community=sunshine)
    paths = ("/zh-hans/sunshine/notices/water/", WATER, "/en/sunshine/notices/power/")
    assert [client.get(path).context["page"].title for path in paths] == ["water zh-hans", "water en", "power zh-hans"]


def test_notice_is_of_its_community_only(client: Client, sunshine: Community) -> None:
    opened_community(slug="heping")
    make_notice("water", community=sunshine)
    assert client.get("/zh-hans/heping/notices/water/").status_code == 404


def test_draft_is_seen_by_nobody(client: Client, sunshine: Community) -> None:
    make_notice("water", community=sunshine, live=False, title="Secret plan")
    assert client.get(WATER).status_code == 404
    for path in ("", "notices/", "notices/feed/", "notices/archive/"):
        assert "Secret plan" not in client.get(f"/en/sunshine/{path}").content.decode()


def test_text_is_cleaned_whoever_saves_it(sunshine: Community) -> None:
    notice = make_notice(community=sunshine, title="\u3000关于\u200b停水 ", body="<p style='x'>　　a</p><p>&nbsp;</p>")
    assert (notice.title, notice.body) == ("关于停水", "<p>a</p>")


def test_notice_begins_as_its_text_where_it_has_no_summary(sunshine: Community) -> None:
    notice = make_notice(community=sunshine, body=f"<p>First</p><p>{'long ' * 40}</p>")
    assert (notice.lead[:12], len(notice.lead), notice.lead[-1]) == ("First long l", 120, "…")


def test_notice_says_when_where_and_for_whom(client: Client, sunshine: Community) -> None:
    garden = CompoundFactory(community=sunshine, names={"en": "Lake Garden"})
    houses = [BuildingFactory(compound=garden, number=number) for number in ("3", "4")]
    make_notice(
        community=sunshine,
        takes_place_from=NOON,
        takes_place_until=NOON + dt.timedelta(hours=3),
        building_rows=[NoticeBuilding(building=house) for house in houses],
    )
    page = client.get(WATER)
    assert [(fact.label, fact.value) for fact in page.context["facts"]] == [("When", "March 2, 2026, 12:00 to 15:00")]
    assert "Lake Garden: buildings 3, 4" in page.content.decode()


# Wagtail leaves the temporary file of a new rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_news_show_their_pictures(client: Client, sunshine: Community, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    image = get_image_model().objects.create(title="Choir", file=get_test_image_file())
    value = {"image": image.pk, "decorative": False, "alt_text": "The choir sings"}
    picture = {"type": "picture", "value": value}
    make_notice("choir", community=sunshine, kind=NoticeKind.NEWS, language="en", pictures=[picture])
    page = client.get("/en/sunshine/notices/choir/").content.decode()
    assert 'alt="The choir sings"' in page
    [article] = [value for value in json_ld(page) if value["@type"] == "NewsArticle"]
    assert (article["headline"], len(article["image"]), article["inLanguage"]) == ("choir en", 1, "en")
    gc.collect()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_pictures_are_cut_when_saved(
    sunshine: Community, settings, tmp_path, django_capture_on_commit_callbacks
) -> None:
    """No reader waits for it, and reading changes nothing."""
    settings.MEDIA_ROOT = tmp_path
    image = get_image_model().objects.create(title="Choir", file=get_test_image_file())
    value = {"image": image.pk, "decorative": True, "alt_text": ""}
    with django_capture_on_commit_callbacks(execute=True):
        make_notice("choir", community=sunshine, pictures=[{"type": "picture", "value": value}])
    assert [rendition.filter_spec for rendition in image.renditions.all()] == [CUT]
    gc.collect()


def test_notice_is_an_announcement_to_machines(client: Client, sunshine: Community) -> None:
    announcement(sunshine, until=timezone.localdate())
    objects = json_ld(client.get("/zh-hans/sunshine/notices/plan/").content.decode())
    [value] = [value for value in objects if value["@type"] == "SpecialAnnouncement"]
    assert (value["name"], value["spatialCoverage"]["name"]) == ("plan zh-hans", sunshine.names["zh-hans"])
    assert (value["datePosted"], "expires" in value) == (
        (timezone.localdate() - dt.timedelta(days=7)).isoformat(),
        True,
    )


# A public announcement and its end


@time_machine.travel(NOON, tick=False)
def test_announcement_expires_with_its_last_day(sunshine: Community) -> None:
    notice = announcement(sunshine)
    assert timezone.localtime(notice.expire_at).isoformat() == "2026-03-03T00:00:00+08:00"


def test_announcement_is_gone_with_its_last_day(client: Client, sunshine: Community) -> None:
    """Whether or not `run_due` has been by."""
    with time_machine.travel(NOON, tick=False) as clock:
        announcement(sunshine)
        shown = ("/zh-hans/sunshine/", "/zh-hans/sunshine/notices/", "/zh-hans/sunshine/notices/feed/")
        assert ["plan zh-hans" in client.get(path).content.decode() for path in shown] == [True] * 3
        clock.shift(dt.timedelta(hours=12))
        assert ["plan zh-hans" in client.get(path).content.decode() for path in shown] == [False] * 3
        assert client.get("/zh-hans/sunshine/notices/plan/").status_code == 404


def test_kept_pages_change_when_an_announcement_ends(sunshine: Community, settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    settings.CACHES = OWN_CACHE
    client = ServedClient()
    with time_machine.travel(NOON + dt.timedelta(hours=11, minutes=59, seconds=30), tick=False) as clock:
        announcement(sunshine)
        pages = ("/zh-hans/sunshine/", "/zh-hans/sunshine/notices/", "/zh-hans/sunshine/notices/plan/")
        assert ["plan zh-hans" in client.get(path).content.decode() for path in pages] == [True] * 3
        clock.shift(31)
        assert ["plan zh-hans" in client.get(path).content.decode() for path in pages] == [False] * 3


def test_run_due_takes_an_announcement_down(sunshine: Community) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        notice = announcement(sunshine)
        clock.shift(dt.timedelta(hours=12, minutes=1))
        call_command("run_due")
        notice.refresh_from_db()
        assert (notice.live, notice.expired) == (False, True)


def test_longer_period_brings_a_later_end(sunshine: Community) -> None:
    with time_machine.travel(NOON, tick=False):
        notice = announcement(sunshine)
        notice.period_until = TODAY + dt.timedelta(days=3)
        notice.save_revision().publish()
        notice.refresh_from_db()
        assert (notice.live, timezone.localtime(notice.expire_at).date()) == (True, dt.date(2026, 3, 6))


def test_periods_are_in_order(sunshine: Community) -> None:
    notices = NoticePage.objects.filter(pk=announcement(sunshine).pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        notices.update(period_until=TODAY - dt.timedelta(days=30))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"period_from": TODAY, "period_until": TODAY - dt.timedelta(days=1)}, "period_until"),
        ({"takes_place_from": NOON, "takes_place_until": NOON - dt.timedelta(hours=1)}, "takes_place_until"),
        ({"period_from": TODAY, "objections_until": TODAY - dt.timedelta(days=1)}, "objections_until"),
    ],
)
def test_what_ends_before_it_begins_is_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        NoticePage(title="x", slug="x", **values).clean()
    assert list(error.value.message_dict) == [field]


# Lists of persons


def test_list_of_persons_is_not_indexed_anywhere(client: Client, sunshine: Community) -> None:
    announcement(sunshine, until=timezone.localdate(), lists_persons=True, body="<p>Zhang San, 12-301</p>")
    page = client.get("/zh-hans/sunshine/notices/plan/").content.decode()
    kinds = [value["@type"] for value in json_ld(page)]
    assert ('name="robots" content="noindex"' in page, kinds) == (True, ["BreadcrumbList"])
    assert "notices/plan" not in client.get("/sitemap.xml").content.decode()
    feed = client.get("/zh-hans/sunshine/notices/feed/").content.decode()
    index = client.get("/zh-hans/sunshine/notices/").content.decode()
    assert ("plan zh-hans" in feed, "plan zh-hans" in index, "Zhang San" in index) == (False, True, False)


def test_list_of_persons_is_not_searched(client: Client, sunshine: Community) -> None:
    make_notice("water", community=sunshine, title="普通通知")
    announcement(sunshine, until=timezone.localdate(), lists_persons=True)
    source = PageSource()
    entries = [entry for entry in source.entries(list(source.all_refs())) if entry.kind != "information"]
    assert [(entry.title, entry.kind) for entry in entries] == [("普通通知", "notice")]


def test_notice_cannot_move_to_another_community(sunshine: Community) -> None:
    heping = opened_community(slug="heping")
    notice = make_notice(community=sunshine)
    assert (notice.can_move_to(notice_index(sunshine)), notice.can_move_to(notice_index(heping))) == (True, False)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("count", [1, 3])
def test_notice_costs_the_same(sunshine: Community, settings, tmp_path, django_assert_num_queries, count: int) -> None:
    """Where plugins are on, the page, whom it is for (two), pictures (two)."""
    settings.MEDIA_ROOT = tmp_path
    garden = CompoundFactory(community=sunshine)
    image = get_image_model().objects.create(title="Choir", file=get_test_image_file())
    picture = {"type": "picture", "value": {"image": image.pk, "decorative": True, "alt_text": ""}}
    make_notice(
        community=sunshine,
        pictures=[picture] * count,
        compound_rows=[NoticeCompound(compound=CompoundFactory(community=sunshine)) for _number in range(count)],
        building_rows=[NoticeBuilding(building=BuildingFactory(compound=garden)) for _number in range(count)],
    )
    client = ServedClient()
    client.get(WATER)
    with django_assert_num_queries(7):
        client.get(WATER)
    gc.collect()
