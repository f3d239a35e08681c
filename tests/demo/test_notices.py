"""The demo's notices and alerts: complete, moved along with the calendar, and left alone once somebody touched them."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from portal.communities.models import Community
from portal.demo.models import SeededPage
from portal.demo.seeding.alerts import seed_alerts
from portal.demo.seeding.guides import records, remember, write_guide
from portal.demo.seeding.notices import keys_of_notices, seed_notices
from portal.home.models import Alert, PageKey
from portal.notices.choices import NoticeKind
from portal.notices.models import NoticePage
from portal.services.importing.lists import Lists
from portal.services.models import GuidePage
from tests.demo.reading import incomplete_texts, load, pages
from tests.factories.communities import BuildingFactory, CompoundFactory
from tests.factories.guides import make_audience, make_category
from tests.factories.home import opened_community

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a new rendition to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"),
]

GARDEN = {"zh-hans": "阳光花园", "en": "Sunshine Garden"}
TODAY = timezone.localdate()
LATER = TODAY + dt.timedelta(days=5)
WATER = "water-pipes-sunshine"


@pytest.fixture
def city(settings, tmp_path) -> None:
    """Two of the demo's communities: what belongs to others has no place and is left out."""
    settings.MEDIA_ROOT = tmp_path
    garden = CompoundFactory(community=opened_community(slug="sunshine"), code="sunshine-garden", names=GARDEN)
    for number in ("4", "5", "6", "7", "8"):
        BuildingFactory(compound=garden, number=number)
    opened_community(slug="riverside")


def versions(slug: str) -> dict[str, NoticePage]:
    found = NoticePage.objects.filter(slug=slug).select_related("locale")
    return {notice.language_code: notice for notice in found}


def test_data_of_notices_and_alerts_are_complete() -> None:
    data = load("notices.yaml")
    places = {"zh", "en", "days", "times"}
    rows = [{key: value for key, value in row.items() if key not in places} for row in data["notices"]]
    assert list(incomplete_texts([rows, data["alerts"]])) == []
    assert all(("zh" in row) == ("en" in row) for row in data["notices"])


def test_notices_of_communities_are_all_converted() -> None:
    notices = {page["key"] for page in pages() if page["type"] == "notice" and page["community"] != "city"}
    assert notices <= keys_of_notices()
    assert not notices & {record.key for record in records(TODAY)}


def test_notices_stand_in_both_languages(client: Client, city: None) -> None:
    seed_notices(today=TODAY)
    notices = NoticePage.objects.filter(live=True)
    assert notices.filter(locale__language_code="en").count() == notices.filter(locale__language_code="zh-hans").count()
    assert len(versions("water-pipes")) == 2
    page = client.get("/en/sunshine/notices/water-pipes/").content.decode()
    assert ("Sunshine Garden: buildings 5, 6, 7, 8" in page, "9:00 to 17:00" in page) == (True, True)
    kinds = set(notices.values_list("kind", flat=True))
    assert kinds == set(NoticeKind.values)


def test_ended_announcement_is_not_published(client: Client, city: None) -> None:
    seed_notices(today=TODAY)
    assert {notice.live for notice in versions("benches").values()} == {False}
    running = versions("parking-scheme")["zh-hans"]
    assert (running.live, len(running.attachments)) == (True, 1)


def test_later_start_moves_untouched_dates(city: None) -> None:
    seed_notices(today=TODAY)
    before = versions("parking-scheme")["en"]
    seed_notices(today=LATER)
    after = versions("parking-scheme")["en"]
    assert (after.period_until - before.period_until, after.live) == (dt.timedelta(days=5), True)
    assert after.title == before.title
    assert after.summary != before.summary
    assert len(versions("parking-scheme")) == 2


def test_same_day_changes_nothing(city: None) -> None:
    seed_notices(today=TODAY)
    before = set(NoticePage.objects.values_list("pk", "latest_revision"))
    seed_notices(today=TODAY)
    assert set(NoticePage.objects.values_list("pk", "latest_revision")) == before


def test_edited_and_deleted_notices_are_left_alone(city: None) -> None:
    seed_notices(today=TODAY)
    edited = versions("water-pipes")["zh-hans"]
    edited.title = "Ours"
    edited.save_revision().publish()
    for notice in versions("facade").values():
        notice.delete()
    seed_notices(today=LATER)
    assert (versions("water-pipes")["zh-hans"].title, versions("facade")) == ("Ours", {})


def seed_old_guide(key: str) -> None:
    """As a demo wrote it that had no notices."""
    from portal.demo.seeding.guides import record_from  # noqa: PLC0415 - beside the one use

    row = next(page for page in pages() if page["key"] == key)
    make_category(row["category"])
    for code in row["audience"]:
        make_audience(code)
    record = record_from(row, {}, TODAY)
    write_guide(record=record, lists=Lists(today=TODAY))
    remember(record)


def test_guide_of_an_earlier_demo_becomes_a_notice(client: Client, city: None) -> None:
    seed_old_guide(WATER)
    key = PageKey.objects.get(key=WATER).translation_key
    (old,) = GuidePage.objects.filter(translation_key=key, locale__language_code="en")
    address = old.url
    seed_notices(today=TODAY)
    assert not GuidePage.objects.filter(translation_key=key).exists()
    notice = versions("water-pipes")["en"]
    assert (notice.translation_key, PageKey.objects.get(key=WATER).translation_key) == (key, key)
    assert client.get(address)["Location"].endswith("/en/sunshine/notices/water-pipes/")


def test_edited_guide_of_an_earlier_demo_stays(city: None) -> None:
    seed_old_guide(WATER)
    guide = GuidePage.objects.get(locale__language_code="zh-hans")
    guide.title = "Ours"
    guide.save_revision().publish()
    seed_notices(today=TODAY)
    assert GuidePage.objects.filter(title="Ours").exists()
    assert versions("water-pipes") == {}


def test_alerts_are_of_the_city_and_of_a_community(city: None) -> None:
    for _time in range(2):
        seed_alerts()
        alerts = {alert.community: alert for alert in Alert.objects.all()}
        assert set(alerts) == {None, Community.objects.get(slug="sunshine")}
    for alert in alerts.values():
        alert.full_clean()


def test_alert_that_is_over_gets_a_new_term(city: None) -> None:
    seed_alerts()
    now = timezone.now()
    Alert.objects.update(starts_at=now - dt.timedelta(days=9), ends_at=now - dt.timedelta(days=8))
    Alert.objects.filter(community=None).delete()
    seed_alerts()
    (alert,) = Alert.objects.all()
    assert alert.ends_at > now
    assert SeededPage.objects.filter(key__startswith="alert:").count() == 2
