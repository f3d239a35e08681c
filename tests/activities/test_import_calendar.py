"""Calendar files as activities: what is carried, what is said of the rest, and that nothing crashes."""

import os
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import translation

from portal.activities.importing.mapping import record_from
from portal.activities.importing.reading import Group, read_file
from portal.activities.importing.times import Refused
from portal.activities.models import ActivityPage, ImportedActivity, Occurrence, Series
from portal.communities.models import Community, Venue
from portal.tables import FileProblem
from tests.factories.activities import at, work_out
from tests.factories.home import opened_community

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "ics"
SHARED = Path(os.environ.get("LINLI_SHARED", "/nowhere")) / "data" / "ics"

HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n"
TAI_CHI = """BEGIN:VEVENT
UID:tai-chi@example.org
DTSTART;TZID=Asia/Shanghai:20260302T090000
DTEND;TZID=Asia/Shanghai:20260302T100000
RRULE:FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20260401T000000Z
EXDATE;TZID=Asia/Shanghai:20260309T090000
RDATE;TZID=Asia/Shanghai:20260311T140000
SUMMARY:Tai chi
DESCRIPTION:For everybody.
LOCATION:North gate
ORGANIZER;CN=Red vests:mailto:a@example.org
END:VEVENT
BEGIN:VEVENT
UID:tai-chi@example.org
RECURRENCE-ID;TZID=Asia/Shanghai:20260312T090000
DTSTART;TZID=Asia/Shanghai:20260313T100000
DTEND;TZID=Asia/Shanghai:20260313T113000
SUMMARY:Tai chi
END:VEVENT
BEGIN:VEVENT
UID:tai-chi@example.org
RECURRENCE-ID;TZID=Asia/Shanghai:20260316T090000
DTSTART;TZID=Asia/Shanghai:20260316T090000
STATUS:CANCELLED
SUMMARY:Tai chi
END:VEVENT
"""


@pytest.fixture
def monday():
    with time_machine.travel(at("2026-03-02", "08:00"), tick=False):
        yield


@pytest.fixture
def sunshine(db: None, monday: None) -> Community:
    return opened_community(slug="sunshine")


def write(folder: Path, *events: str) -> Path:
    file = folder / "calendar.ics"
    file.write_text(f"{HEAD}{''.join(events)}END:VCALENDAR\n")
    return file


def imported(file: Path, **options: object) -> tuple[str, str]:
    """(what it says, what it complains of), in English."""
    out, err = StringIO(), StringIO()
    with translation.override("en"):
        try:
            call_command("import_calendar", file, community="sunshine", stdout=out, stderr=err, **options)
        except CommandError as error:
            err.write(f"error: {error}\n")
    work_out()
    return out.getvalue(), err.getvalue()


def starts() -> list[str]:
    rows = Occurrence.objects.select_related("series").order_by("starts_at")
    return [f"{row.starts:%m-%d %H:%M} {row.state}" for row in rows]


def test_event_becomes_a_published_activity(sunshine: Community, tmp_path: Path) -> None:
    said, complained = imported(write(tmp_path, TAI_CHI))
    assert (said, complained) == ("1 activities created, 0 updated, 0 as they were.\n", "")
    page = ActivityPage.objects.get()
    assert (page.title, page.summary, page.place, page.organiser, page.live) == (
        "Tai chi",
        "For everybody.",
        "North gate",
        "Red vests",
        True,
    )
    assert (page.repeats, page.weekdays) == ("weekly", [0, 3])
    assert starts() == [
        "03-02 09:00 on",
        "03-05 09:00 on",
        "03-11 14:00 on",
        "03-13 10:00 on",
        "03-16 09:00 cancelled",
        "03-19 09:00 on",
        "03-23 09:00 on",
        "03-26 09:00 on",
        "03-30 09:00 on",
    ]


def test_importing_again_changes_nothing(sunshine: Community, tmp_path: Path) -> None:
    file = write(tmp_path, TAI_CHI)
    imported(file)
    revision = ActivityPage.objects.get().latest_revision_id
    assert imported(file)[0] == "0 activities created, 0 updated, 1 as they were.\n"
    assert ActivityPage.objects.get().latest_revision_id == revision


def test_changed_event_changes_its_activity(sunshine: Community, tmp_path: Path) -> None:
    imported(write(tmp_path, TAI_CHI))
    said, _complained = imported(write(tmp_path, TAI_CHI.replace("North gate", "South gate")))
    assert said == "0 activities created, 1 updated, 0 as they were.\n"
    assert (ActivityPage.objects.get().place, Series.objects.get().sequence) == ("South gate", 1)


def test_dry_run_changes_nothing(sunshine: Community, tmp_path: Path) -> None:
    said, _complained = imported(write(tmp_path, TAI_CHI), dry_run=True)
    assert said.startswith("Would create 1 activities, update 0 and leave 0 as they are.")
    assert (ActivityPage.objects.count(), ImportedActivity.objects.count()) == (0, 0)


def test_place_that_is_a_venue_becomes_it(sunshine: Community, tmp_path: Path) -> None:
    venue = Venue.objects.create(community=sunshine, code="gate", names={"en": "North gate"})
    imported(write(tmp_path, TAI_CHI))
    page = ActivityPage.objects.get()
    assert (page.venue, page.place) == (venue, "")


def test_what_cannot_be_carried_is_said_by_entry(sunshine: Community, tmp_path: Path) -> None:
    alarm = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT10M\nDESCRIPTION:x\nEND:VALARM\nEND:VEVENT"
    event = TAI_CHI.split("END:VEVENT")[0] + "ATTENDEE:mailto:b@example.org\n" + alarm + "\n"
    hourly = event.replace("tai-chi@", "hourly@").replace("FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=HOURLY")
    nameless = event.replace("tai-chi@", "nameless@").replace("SUMMARY:Tai chi\n", "")
    todo = "BEGIN:VTODO\nUID:t\nSUMMARY:Buy tea\nEND:VTODO\n"
    said, complained = imported(write(tmp_path, event, hourly, nameless, todo))
    assert said == "1 activities created, 0 updated, 0 as they were.\n"
    assert complained.splitlines() == [
        "Tai chi: not carried: ATTENDEE",
        "Tai chi: not carried: reminders",
        "Tai chi: not taken. It comes back within a day (FREQ=HOURLY;UNTIL=20260401T000000Z).",
        "nameless@example.org: not taken. It has no title (SUMMARY).",
        "VTODO: 1 left out, they are no events.",
        "error: 2 entries were not taken.",
    ]


def test_rule_without_plain_words_is_kept_as_it_is(sunshine: Community, tmp_path: Path) -> None:
    rule = "FREQ=MONTHLY;COUNT=3;BYDAY=MO,TU;BYSETPOS=-1"
    event = TAI_CHI.split("BEGIN:VEVENT")[1].replace("FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20260401T000000Z", rule)
    imported(write(tmp_path, "BEGIN:VEVENT" + event))
    page = ActivityPage.objects.get()
    assert (page.repeats, page.rule) == ("rule", rule)
    assert starts() == ["03-11 14:00 on", "03-31 09:00 on", "04-28 09:00 on", "05-26 09:00 on"]


def test_times_of_another_zone_become_the_citys(sunshine: Community, tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\nUID:u\nSUMMARY:Call\nDTSTART:20260302T010000Z\nDTEND:20260302T020000Z\nEND:VEVENT\n"
    _said, complained = imported(write(tmp_path, event))
    assert starts() == ["03-02 09:00 on"]
    assert complained == "Call: its times (UTC) became those of the city\n"


@pytest.mark.parametrize("content", ["", "no calendar", "BEGIN:VEVENT\nEND:VEVENT\n", "BEGIN:VCALENDAR\nX"])
def test_what_is_no_calendar_file_is_refused(sunshine: Community, tmp_path: Path, content: str) -> None:
    file = tmp_path / "broken.ics"
    file.write_text(content)
    said, complained = imported(file)
    assert said == ""
    assert complained.startswith("error: broken.ics: no calendar file")


def test_unknown_community_is_refused(sunshine: Community, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("import_calendar", write(tmp_path), community="nowhere")


# Files of others


def read(file: Path) -> tuple[int, int]:
    """(taken, refused); -1 for a file that is none. Anything but a reason raises."""
    try:
        groups = read_file(file).groups
    except FileProblem:
        return -1, 0
    return sum(is_taken(group) for group in groups), sum(not is_taken(group) for group in groups)


def is_taken(group: Group) -> bool:
    try:
        record_from(group)
    except Refused as refusal:
        return not str(refusal)
    return True


def test_samples_of_others_are_read(monday: None) -> None:
    found = {file.name: read(file) for file in sorted(SAMPLES.glob("*.ics"))}
    assert found == {
        "invalid_duration.ics": (0, 1),
        "issue_1081_invalid_start_and_end.ics": (0, 1),
        "issue_526_calendar_with_events.ics": (2, 0),
        "parsing_error_in_UTC_offset.ics": (-1, 0),
        "small_bad_calendar.ics": (-1, 0),
    }


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["allenporter-ical", "icalendar", "icaljs", "libical", "recurring-ical-events"])
def test_every_shared_file_is_read_or_refused(monday: None, folder: str) -> None:
    found = [read(file) for file in sorted((SHARED / f"ics-{folder}").rglob("*.ics"))]
    wanted = {"allenporter-ical": 88, "icalendar": 163, "icaljs": 46, "libical": 33, "recurring-ical-events": 95}
    assert len(found) == wanted[folder]
    assert sum(taken for taken, _refused in found if taken > 0) > 10
