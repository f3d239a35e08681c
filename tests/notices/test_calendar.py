"""What notices put into the calendar."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from portal.communities.models import Community
from portal.notices.calendar import entries_of, uid_of
from portal.notices.choices import NoticeKind
from portal.plugins.calendar import CalendarKind
from portal.plugins.signals import calendar_entries_changed
from tests.factories.home import opened_community
from tests.factories.notices import make_notice

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def test_what_takes_place_is_an_entry_in_its_languages(sunshine: Community) -> None:
    times = {"takes_place_from": NOON, "takes_place_until": NOON + dt.timedelta(hours=3)}
    notice = make_notice(community=sunshine, **times)
    make_notice(community=sunshine, language="en", **times)
    make_notice("other", community=sunshine)
    (entry,) = entries_of(Community.objects.all(), None)
    assert (entry.uid, entry.community, entry.kind) == (uid_of(notice), sunshine, CalendarKind.NOTICE)
    assert (entry.starts, entry.ends) == (NOON, NOON + dt.timedelta(hours=3))
    assert dict(entry.titles) == {"zh-hans": "water zh-hans", "en": "water en"}
    assert set(dict(entry.path).values()) == {"notices/water/"}  # type: ignore[arg-type]  # a mapping by now


def test_period_of_an_announcement_is_of_whole_days(sunshine: Community) -> None:
    today = timezone.localdate()
    values = {"kind": NoticeKind.ANNOUNCEMENT, "period_from": today, "period_until": today + dt.timedelta(days=6)}
    make_notice("plan", community=sunshine, **values)
    (entry,) = entries_of(Community.objects.all(), None)
    assert (entry.starts, entry.ends) == (today, today + dt.timedelta(days=7))


def test_only_asked_for_live_notices_without_persons(sunshine: Community) -> None:
    heping = opened_community(slug="heping")
    times = {"takes_place_from": NOON}
    shown = make_notice("shown", community=sunshine, **times)
    make_notice("draft", community=sunshine, live=False, **times)
    make_notice("list", community=sunshine, lists_persons=True, **times)
    other = make_notice("other", community=heping, **times)
    here = Community.objects.filter(pk=sunshine.pk)
    assert [entry.uid for entry in entries_of(here, None)] == [uid_of(shown)]
    assert [entry.uid for entry in entries_of(Community.objects.all(), [uid_of(other)])] == [uid_of(other)]


def test_calendar_hears_of_each_change(sunshine: Community) -> None:
    heard: list[tuple[str, frozenset[str]]] = []

    def hear(sender: object, owner: str, uids: frozenset[str], **kwargs: object) -> None:
        heard.append((owner, uids))

    calendar_entries_changed.connect(hear)
    try:
        with transaction.atomic():
            notice = make_notice(community=sunshine, takes_place_from=NOON)
        made = len(heard)
        notice.unpublish()
        unpublished = len(heard)
        notice.delete()
    finally:
        calendar_entries_changed.disconnect(hear)
    assert 0 < made < unpublished < len(heard)
    assert set(heard) == {("notices", frozenset({uid_of(notice)}))}


@pytest.mark.parametrize("count", [1, 3])
def test_entries_cost_one_query(sunshine: Community, django_assert_num_queries, count: int) -> None:
    for number in range(count):
        make_notice(f"n{number}", community=sunshine, takes_place_from=NOON)
    with django_assert_num_queries(1):
        assert len(list(entries_of(Community.objects.all(), None))) == count
