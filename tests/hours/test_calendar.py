import datetime as dt

import pytest
from django.core.cache import cache

from portal import keeping
from portal.hours.calendar import HOLIDAYS, WorkCalendar, work_calendar
from portal.hours.choices import HolidayKind
from portal.hours.days import Day, DayKind
from portal.hours.models import Holiday, HolidayYear
from tests.factories.hours import HolidayFactory, announce

pytestmark = pytest.mark.django_db
NATIONAL_DAY = dt.date(2026, 10, 1)


@pytest.mark.parametrize(
    ("date", "kind"),
    [
        ("2026-10-01", DayKind.HOLIDAY),
        ("2026-10-10", DayKind.MAKEUP),
        ("2026-10-17", DayKind.WEEKEND),
        ("2026-10-19", DayKind.WORKING),
        ("2026-12-31", DayKind.WORKING),
        ("2027-01-01", DayKind.HOLIDAY),  # listed in the notice for 2026, though 2027 is not announced
        ("2027-01-02", DayKind.UNKNOWN),
        ("2025-12-31", DayKind.UNKNOWN),
    ],
)
def test_kind_of_day_follows_the_notice(date, kind):
    announce(NATIONAL_DAY, dt.date(2027, 1, 1))
    announce(dt.date(2026, 10, 10), kind=HolidayKind.WORKING)
    assert work_calendar().day_kind(dt.date.fromisoformat(date)) == kind


def test_announced_year_without_days_is_known():
    announce(year=2026)
    assert work_calendar().day_kind(NATIONAL_DAY) == DayKind.WORKING


def test_holiday_is_named_in_both_languages():
    announce(NATIONAL_DAY)
    assert work_calendar().day(NATIONAL_DAY) == Day(
        NATIONAL_DAY, DayKind.HOLIDAY, {"zh-hans": "国庆节", "en": "National Day"}
    )


def test_calendar_is_read_with_one_query(django_assert_num_queries):
    announce(NATIONAL_DAY, dt.date(2026, 10, 2), dt.date(2026, 10, 3))
    with django_assert_num_queries(1):
        work_calendar()
    with django_assert_num_queries(0):
        work_calendar()


def test_change_elsewhere_is_seen_at_once(django_assert_num_queries):
    announce(NATIONAL_DAY)
    work_calendar()
    HolidayYear.objects.all().delete()
    cache.set(HOLIDAYS.key, "set by another process", timeout=None)
    with django_assert_num_queries(1):
        assert work_calendar().day_kind(NATIONAL_DAY) == DayKind.UNKNOWN


def test_unshared_cache_is_outlived_after_a_minute(monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(keeping.time, "monotonic", lambda: clock[0])
    announce(NATIONAL_DAY)
    work_calendar()
    Holiday.objects.filter(date=NATIONAL_DAY).update(kind=HolidayKind.WORKING)
    assert work_calendar().day_kind(NATIONAL_DAY) == DayKind.HOLIDAY
    clock[0] += 61
    assert work_calendar().day_kind(NATIONAL_DAY) == DayKind.MAKEUP


@pytest.mark.parametrize("change", ["save", "delete", "delete_year"])
def test_edited_rows_are_seen_at_once(change, django_capture_on_commit_callbacks):
    holiday = HolidayFactory(date=NATIONAL_DAY)
    work_calendar()
    with django_capture_on_commit_callbacks(execute=True):
        if change == "save":
            holiday.kind = HolidayKind.WORKING
            holiday.save()
        elif change == "delete":
            holiday.delete()
        else:
            holiday.notice.delete()
    expected = {"save": DayKind.MAKEUP, "delete": DayKind.WORKING, "delete_year": DayKind.UNKNOWN}
    assert work_calendar().day_kind(NATIONAL_DAY) == expected[change]


def test_deleted_year_is_announced_once(sent, django_capture_on_commit_callbacks):
    notice = announce(NATIONAL_DAY, dt.date(2026, 10, 2))
    with django_capture_on_commit_callbacks(execute=True):
        notice.delete()
    assert sent == [({2026}, {NATIONAL_DAY, dt.date(2026, 10, 2)})]


def test_empty_calendar_knows_no_year():
    assert WorkCalendar.load() == WorkCalendar({}, frozenset())
