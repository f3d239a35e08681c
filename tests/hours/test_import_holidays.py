import datetime as dt
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from portal.hours.choices import HolidayKind
from portal.hours.models import Holiday, HolidayYear
from tests.factories.hours import HolidayFactory

SAMPLE = Path(__file__).parent.parent / "data" / "holidays" / "2026.json"
pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    with translation.override("en"):
        call_command("import_holidays", *map(str, arguments), stdout=out, stderr=StringIO())
    return out.getvalue()


def write_notice(path, year=2026, days=(("元旦", "2026-01-01", True),), **other):
    rows = [{"name": name, "date": date, "isOffDay": is_off} for name, date, is_off in days]
    path.write_text(json.dumps({"year": year, "papers": [], "days": rows} | other), encoding="utf-8")
    return path


def test_sample_year_is_imported_whole():
    assert run(SAMPLE) == "Holidays added: 39, changed: 0, removed: 0.\n"
    year = HolidayYear.objects.get()
    assert (year.year, year.source) == (2026, "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm")
    made_up = Holiday.objects.filter(kind=HolidayKind.WORKING).order_by("date").values_list("date", flat=True)
    assert [date.isoformat() for date in made_up] == [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ]
    assert Holiday.objects.get(date="2026-10-01").names == {"zh-hans": "国庆节", "en": "National Day"}


def test_second_import_changes_nothing(sent, django_capture_on_commit_callbacks):
    run(SAMPLE)
    before = list(Holiday.objects.values())
    with django_capture_on_commit_callbacks(execute=True):
        assert run(SAMPLE) == "Holidays added: 0, changed: 0, removed: 0.\n"
    assert (list(Holiday.objects.values()), sent) == (before, [])


def test_corrected_notice_replaces_days_and_keeps_edited_names(tmp_path):
    run(write_notice(tmp_path / "a.json", days=[("元旦", "2026-01-01", True), ("元旦", "2026-01-02", True)]))
    Holiday.objects.filter(date="2026-01-01").update(names={"zh-hans": "元旦", "en": "New Year"})
    corrected = [("元旦", "2026-01-01", True), ("元旦", "2026-01-04", False)]
    assert run(write_notice(tmp_path / "a.json", days=corrected)) == "Holidays added: 1, changed: 0, removed: 1.\n"
    assert [(day.date, day.kind, day.names["en"]) for day in Holiday.objects.order_by("date")] == [
        (dt.date(2026, 1, 1), "off", "New Year"),
        (dt.date(2026, 1, 4), "working", "New Year's Day"),
    ]


def test_signal_names_what_changed_once(sent, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run(write_notice(tmp_path / "a.json", days=[("元旦", "2026-01-01", True), ("元旦", "2026-01-02", True)]))
    with django_capture_on_commit_callbacks(execute=True):
        run(write_notice(tmp_path / "a.json", days=[("元旦", "2026-01-01", False)]))
    both = {dt.date(2026, 1, 1), dt.date(2026, 1, 2)}
    assert sent == [({2026}, both), ({2026}, both)]


def test_dry_run_says_and_changes_nothing(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert run(SAMPLE, "--dry-run") == "Would be added: 39, changed: 0, removed: 0.\n"
    assert (Holiday.objects.count(), HolidayYear.objects.count(), sent) == (0, 0, [])


def test_year_without_days_is_not_announced(tmp_path):
    assert run(write_notice(tmp_path / "2027.json", year=2027, days=[])) == (
        "2027: not announced yet, left out.\nHolidays added: 0, changed: 0, removed: 0.\n"
    )
    assert not HolidayYear.objects.exists()


def test_folder_stands_for_its_files(tmp_path):
    write_notice(tmp_path / "2025.json", year=2025, days=[("元旦", "2025-01-01", True)])
    write_notice(tmp_path / "2026.json")
    (tmp_path / "2026.ics").write_text("BEGIN:VCALENDAR")
    run(tmp_path)
    assert set(HolidayYear.objects.values_list("year", flat=True)) == {2025, 2026}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "bad.json: not JSON (line 1)."),
        ('{"year": 2026}'.encode("utf-16"), "bad.json: not UTF-8 text."),
        (b"[]", "bad.json: “year” is missing or no number."),
        (b'{"year": 2026}', "bad.json: “days” is missing or no list."),
        (b'{"year": 20266, "days": []}', "bad.json: 20266 is no year of holidays."),
        (b'{"year": 2026, "days": [7]}', "bad.json: day 1: not an object."),
        (
            b'{"year": 2026, "days": [{"date": "2026-01-01", "isOffDay": true}]}',
            "bad.json: day 1: “name” is missing or too long.",
        ),
        (
            b'{"year": 2026, "days": [{"name": "x", "date": "2026-02-30", "isOffDay": true}]}',
            "bad.json: day 1: “2026-02-30” is no date.",
        ),
        (
            b'{"year": 2026, "days": [{"name": "x", "date": "2025-06-01", "isOffDay": true}]}',
            "bad.json: day 1: 2025-06-01 is not of 2026.",
        ),
        (
            b'{"year": 2026, "days": [{"name": "x", "date": "2026-01-01", "isOffDay": "yes"}]}',
            "bad.json: day 1: “isOffDay” is neither true nor false.",
        ),
        (
            b'{"year": 2026, "days": [{"name": "x", "date": "2026-01-01", "isOffDay": true},'
            b'{"name": "x", "date": "2026-01-01", "isOffDay": false}]}',
            "bad.json: 2026-01-01 is already in bad.json.",
        ),
    ],
)
def test_bad_file_changes_nothing_at_all(tmp_path, content, problem):
    (tmp_path / "bad.json").write_bytes(content)
    good = write_notice(tmp_path / "good.json", year=2025, days=[("元旦", "2025-01-01", True)])
    with pytest.raises(CommandError) as caught:
        run(good, tmp_path / "bad.json")
    assert (str(caught.value), caught.value.returncode) == (f"{problem}\nNothing was changed.", 1)
    assert not HolidayYear.objects.exists()


def test_byte_order_mark_does_not_matter(tmp_path):
    path = write_notice(tmp_path / "2026.json")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert run(path) == "Holidays added: 1, changed: 0, removed: 0.\n"


def test_missing_file_is_one_line(tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        run(tmp_path / "none.json")


def test_day_of_another_notice_is_refused(tmp_path):
    HolidayFactory(date=dt.date(2025, 12, 31), notice__year=2025)
    days = [("元旦", "2025-12-31", True), ("元旦", "2026-01-01", True)]
    with pytest.raises(CommandError, match="2025-12-31"):
        run(write_notice(tmp_path / "2026.json", days=days))
    assert Holiday.objects.count() == 1


@pytest.mark.shared
def test_all_years_are_imported():
    folder = Path(os.environ["LINLI_SHARED"]) / "data" / "cn-holidays"
    assert "added: 678" in run(folder)
    assert list(HolidayYear.objects.order_by("year").values_list("year", flat=True)) == list(range(2007, 2027))
    assert not [holiday for holiday in Holiday.objects.all() if not holiday.names.get("en")]
    assert "added: 0, changed: 0, removed: 0" in run(folder)
