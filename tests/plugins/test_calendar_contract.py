"""What an entry of the calendar may say, and how the calendar is told that one changed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.communities.models import Community
from portal.plugins.calendar import CalendarKind, calendar_changed
from portal.plugins.calling import call, label_of, plugin_manager
from portal.plugins.contracts import CalendarEntry
from portal.plugins.signals import calendar_entries_changed

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
TEN = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)


def entry(**changes: object) -> CalendarEntry:
    values = {
        "uid": "tai-chi",
        "community": Community(slug="sunshine"),
        "titles": {"zh-hans": "太极拳", "en": "Tai chi"},
        "path": "activities/tai-chi/",
        "starts": NINE,
        "ends": TEN,
    }
    return CalendarEntry(**{**values, **changes})


def test_one_path_serves_every_language_of_the_titles() -> None:
    assert entry().path == {"zh-hans": "activities/tai-chi/", "en": "activities/tai-chi/"}


def test_kind_given_as_code_becomes_the_choice() -> None:
    assert entry(kind="class").kind is CalendarKind.CLASS


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"uid": "太极拳"}, "no uid"),
        ({"starts": NINE.replace(tzinfo=None)}, "aware"),
        ({"starts": TEN, "ends": NINE}, "ends before it starts"),
        ({"starts": date(2026, 3, 2)}, "both datetimes or both dates"),
        ({"starts": date(2026, 3, 2), "ends": date(2026, 3, 2)}, "ends before it starts"),
        ({"titles": {}}, "not some of LANGUAGES"),
        ({"titles": {"fr": "Tai chi"}}, "not some of LANGUAGES"),
        ({"path": "/activities/"}, "no path"),
        ({"path": "https://elsewhere.example/"}, "no path"),
        ({"path": {"en": "activities/tai-chi/"}}, "no path"),
        ({"kind": "party"}, "party"),
    ],
)
def test_entry_refuses_what_the_calendar_cannot_show(changes: dict[str, object], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        entry(**changes)


@pytest.mark.django_db
def test_calendar_changed_says_whose_entries_changed() -> None:
    heard = []

    def listen(owner: str, uids: frozenset[str], **_signal: object) -> None:
        heard.append((owner, uids))

    calendar_entries_changed.connect(listen)
    try:
        calendar_changed("tools", ["a", "b", "a"])
    finally:
        calendar_entries_changed.disconnect(listen)
    assert heard == [("tools", frozenset({"a", "b"}))]


@pytest.mark.django_db
def test_one_app_of_our_own_is_asked_by_its_label() -> None:
    own = {label_of(each) for each in plugin_manager.hook.city_created.get_hookimpls()}
    assert "services" in own
    assert call("sitemap_entries", only="no_such_app") == []
