"""What a published activity becomes in the store, and when it leaves it."""

import datetime as dt

import pytest
import time_machine

from portal.activities.jobs import go_on
from portal.activities.marks import mark
from portal.activities.models import DayEffect, Occurrence, Series, SeriesMark
from portal.activities.storing import catch_up
from portal.communities.models import Community
from portal.hours.actions import record_notices, record_school_terms
from portal.hours.choices import HolidayKind
from portal.hours.models import SchoolTerm
from portal.hours.notices import Notice, NoticeDay
from tests.factories.activities import at, make_activity, make_pair, work_out
from tests.factories.home import opened_community
from tests.factories.plugins import community_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def monday():
    with time_machine.travel(at("2026-03-02", "08:00"), tick=False):
        yield


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def starts(series: Series) -> list[dt.datetime]:
    return [row.starts for row in series.occurrences.order_by("starts_at")]


def test_languages_of_an_activity_are_one_series(sunshine: Community) -> None:
    page, _english = make_pair("tai-chi", community=sunshine)
    work_out()
    series = Series.objects.get()
    assert (series.uid, dict(series.titles)) == (page.uid, {"zh-hans": "tai-chi zh-hans", "en": "tai-chi en"})
    assert series.paths == {"zh-hans": "calendar/tai-chi/", "en": "calendar/tai-chi/"}
    assert starts(series) == [at("2026-03-02")]


def test_series_is_worked_out_two_years_ahead(sunshine: Community) -> None:
    make_activity(community=sunshine, repeats="weekly", weekdays=[1, 3])
    work_out()
    found = starts(Series.objects.get())
    assert (found[0], found[1]) == (at("2026-03-03"), at("2026-03-05"))
    assert found[-1] == at("2028-03-02")
    assert len(found) == 210


def test_days_that_go_on_are_added_at_night(sunshine: Community) -> None:
    make_activity(community=sunshine, repeats="weekly")
    work_out()
    first = Occurrence.objects.order_by("starts_at").first()
    with time_machine.travel(at("2027-03-01", "03:00"), tick=False):
        go_on()
        work_out()
    assert starts(Series.objects.get())[-1] == at("2029-02-26")
    assert Occurrence.objects.order_by("starts_at").first() == first
    assert Series.objects.get().sequence == 0


def test_change_of_an_activity_raises_its_sequence(sunshine: Community) -> None:
    page = make_activity(community=sunshine)
    work_out()
    page.start_time = dt.time(8)
    page.save_revision().publish()
    work_out()
    series = Series.objects.get()
    assert (series.sequence, starts(series)) == (1, [at("2026-03-02", "08:00")])


def test_unpublished_activity_leaves_the_store(sunshine: Community) -> None:
    page = make_activity(community=sunshine)
    work_out()
    page.unpublish()
    work_out()
    assert (Series.objects.count(), Occurrence.objects.count(), SeriesMark.objects.count()) == (0, 0, 0)


def test_draft_is_not_stored(sunshine: Community) -> None:
    make_activity(community=sunshine, publish=False)
    work_out()
    assert Series.objects.count() == 0


def test_published_activity_is_worked_out_after_the_commit(
    sunshine: Community, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_activity(community=sunshine)
        assert Series.objects.count() == 0
    assert (Series.objects.count(), SeriesMark.objects.count()) == (1, 0)


def test_mark_of_a_crashed_process_is_worked_off_later(sunshine: Community) -> None:
    make_activity(community=sunshine)
    assert SeriesMark.objects.count() == 1
    assert (catch_up(), Series.objects.count(), SeriesMark.objects.count()) == (0, 1, 0)


def test_archived_community_has_no_activities_stored(sunshine: Community) -> None:
    make_activity(community=sunshine)
    work_out()
    sunshine.status = "archived"
    sunshine.save()
    work_out()
    assert Series.objects.count() == 0


@pytest.mark.parametrize("size", [1, 3])
def test_marks_cost_one_statement(sunshine: Community, size: int, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        mark("activities", [f"activity-{number}" for number in range(size)])


# Plugins


def test_calendar_entries_of_a_plugin_are_stored(django_capture_on_commit_callbacks) -> None:
    from tool_library.models import Tool  # noqa: PLC0415 - a sample plugin, on the path once settings are read

    community = community_with("tools", slug="riverside")
    with django_capture_on_commit_callbacks(execute=True):
        tool = Tool.objects.create(community=community, names={"en": "Drill"})
    series = Series.objects.get()
    assert (series.owner, series.uid, series.community) == ("tools", f"tool-{tool.pk}", community)
    assert starts(series)[:2] == [at("2026-01-03"), at("2026-01-10")]


def test_plugin_that_fails_keeps_what_was_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    from tool_library import hooks  # noqa: PLC0415 - likewise
    from tool_library.models import Tool  # noqa: PLC0415 - likewise

    community = community_with("tools", slug="riverside")
    Tool.objects.create(community=community, names={"en": "Drill"})
    work_out()
    monkeypatch.setattr(hooks, "tools_in", None)
    mark("tools", [Series.objects.get().uid])
    assert catch_up() == 1
    assert Series.objects.count() == 1


# Holidays


def announce(*days: tuple[str, HolidayKind]) -> None:
    rows = tuple(NoticeDay(dt.date.fromisoformat(day), kind, "清明节") for day, kind in days)
    record_notices(notices=[Notice(2026, days=rows)], by=None)


def test_notice_of_holidays_drops_and_adds_dates(sunshine: Community, django_capture_on_commit_callbacks) -> None:
    make_activity(community=sunshine, repeats="weekly", not_on_holidays=True, on_makeup_days=True)
    make_activity("chess", community=sunshine, repeats="weekly")
    work_out()
    with django_capture_on_commit_callbacks(execute=True):
        announce(("2026-04-06", HolidayKind.OFF), ("2026-04-11", HolidayKind.WORKING))
    series = Series.objects.get(uid__in=[row.uid for row in Series.objects.filter(depends_on_days=True)])
    found = starts(series)
    assert (at("2026-04-06") in found, at("2026-04-11") in found) == (False, True)
    effects = [(row.series, row.day.isoformat(), row.effect) for row in DayEffect.objects.order_by("day")]
    assert effects == [(series, "2026-04-06", "dropped"), (series, "2026-04-11", "added")]


def test_loaded_school_terms_recompute_at_once(sunshine: Community, django_capture_on_commit_callbacks) -> None:
    make_activity(community=sunshine, repeats="weekly", in_term_only=True)
    make_activity("chess", community=sunshine, repeats="weekly")
    work_out()
    series = Series.objects.get(depends_on_days=True)
    assert starts(series) == []
    term = SchoolTerm(key="short", names={"en": "A"}, starts=dt.date(2026, 3, 16), ends=dt.date(2026, 3, 29))
    with django_capture_on_commit_callbacks(execute=True):
        record_school_terms(terms=[term], by=None)
    assert starts(series) == [at("2026-03-16"), at("2026-03-23")]
