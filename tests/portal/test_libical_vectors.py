"""Recurrences against libical's vectors: a rule, its start, and the dates it has. Differences are known by name."""

import datetime as dt
import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from portal.recurrence import FREQUENCIES, parts_of, rule_of

VECTORS = Path(os.environ.get("LINLI_SHARED", "/nowhere")) / "data" / "ics" / "ics-libical" / "icalrecur_test.txt"
FORMS = {8: "%Y%m%d", 15: "%Y%m%dT%H%M%S", 16: "%Y%m%dT%H%M%SZ"}

WEEK_WITHOUT_DAY = "libical keeps the weekday of the start in the weeks of BYWEEKNO, dateutil takes all of their days"
WEEK_YEAR = "libical counts the years of INTERVAL by the year a week belongs to, dateutil by the calendar's"
MONTH_DAY = "libical takes the month of the start for BYMONTHDAY of a year, dateutil all months"
BEFORE_THE_START = "dateutil counts BYSETPOS without the days of the first week that lie before the start"
TIMES_OF_DAYS = "libical leaves out BYMINUTE where the start is a date"
NOT_THERE = "libical does not work it out"
#: {(rule, start): why dateutil, and with it the calendar, differs}
KNOWN = {
    ("FREQ=YEARLY;BYWEEKNO=1,2;UNTIL=20170101T000000Z", "20130101T000000"): WEEK_WITHOUT_DAY,
    ("FREQ=YEARLY;BYWEEKNO=1,2;UNTIL=20170101T000000Z", "20130108T000000"): WEEK_WITHOUT_DAY,
    ("FREQ=YEARLY;BYWEEKNO=1,2;WKST=FR;UNTIL=20170101T000000Z", "20130108T000000"): WEEK_WITHOUT_DAY,
    ("FREQ=YEARLY;BYWEEKNO=1,2;UNTIL=20170101T000000Z", "20130107T000000"): WEEK_WITHOUT_DAY,
    ("FREQ=YEARLY;BYWEEKNO=1,2;WKST=TU;UNTIL=20170101T000000Z", "20130107T000000"): WEEK_WITHOUT_DAY,
    ("FREQ=YEARLY;BYWEEKNO=1,2;WKST=WE;UNTIL=20170101T000000Z", "20130107T000000"): WEEK_WITHOUT_DAY,
    ("FREQ=YEARLY;BYWEEKNO=1,2;WKST=TH;UNTIL=20170101T000000Z", "20130107T000000"): WEEK_WITHOUT_DAY,
    ("FREQ=YEARLY;BYWEEKNO=1,2;UNTIL=20170101T000000Z", "20140111T000000"): WEEK_WITHOUT_DAY,
    ("FREQ=YEARLY;BYWEEKNO=1,2;WKST=TU;UNTIL=20180101T000000Z", "20140111T000000"): WEEK_WITHOUT_DAY,
    ("FREQ=YEARLY;BYWEEKNO=1,2;WKST=SU;UNTIL=20180101T000000Z", "20140111T000000"): WEEK_WITHOUT_DAY,
    ("FREQ=YEARLY;BYWEEKNO=-1,-2;COUNT=2", "20131224T000000"): WEEK_WITHOUT_DAY,
    ("FREQ=YEARLY;BYWEEKNO=53;COUNT=1", "20230101T000000Z"): WEEK_WITHOUT_DAY,
    ("FREQ=YEARLY;BYWEEKNO=-1,-2;COUNT=5", "20270102"): WEEK_WITHOUT_DAY,
    ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,SA;INTERVAL=6;UNTIL=20170101T000000Z", "20100102T000000"): WEEK_YEAR,
    ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,SA;INTERVAL=5;UNTIL=20170101T000000Z", "20100102T000000"): WEEK_YEAR,
    ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,TU;INTERVAL=3;UNTIL=20320101", "20241231"): WEEK_YEAR,
    ("FREQ=YEARLY;BYMONTHDAY=29;COUNT=3", "20240229"): MONTH_DAY,
    ("FREQ=YEARLY;BYMONTHDAY=-29,-1;COUNT=4", "20240201"): MONTH_DAY,
    ("FREQ=WEEKLY;BYDAY=MO,TU,SU,SA,TH;BYSETPOS=3,2;COUNT=4", "20240102T120000"): BEFORE_THE_START,
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,3;COUNT=3", "20241023"): BEFORE_THE_START,
    ("FREQ=DAILY;BYMINUTE=1,2,3,4;INTERVAL=2;COUNT=3", "20241018"): TIMES_OF_DAYS,
    ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30;BYWEEKNO=1;UNTIL=20320101", "20241230"): NOT_THERE,
}


def vectors() -> Iterator[tuple[str, str, list[dt.datetime]]]:
    """(rule, start, dates); no dates where libical says that it does not work them out."""
    for paragraph in re.split(r"\n\s*\n", VECTORS.read_text()):
        said = dict(re.findall(r"^(RRULE|DTSTART|INSTANCES):(.*)$", paragraph, re.MULTILINE))
        if "RRULE" in said:
            is_known = re.fullmatch(r"[\dTZ,]+", said["INSTANCES"])
            dates = [moment(text) for text in said["INSTANCES"].split(",")] if is_known else []
            yield said["RRULE"], said["DTSTART"], dates


def moment(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, FORMS[len(text)])


def agrees(rule: str, start: str, dates: list[dt.datetime]) -> bool:
    """All of them; of a rule without end the first ones."""
    has_end = {"COUNT", "UNTIL"} & parts_of(rule).keys()
    found = list(islice(rule_of(rule, moment(start), None), len(dates) + bool(has_end)))
    return found == dates


@pytest.mark.shared
def test_vectors_of_days_and_more_give_their_dates() -> None:
    compared = [each for each in vectors() if parts_of(each[0])["FREQ"] in FREQUENCIES]
    differing = {(rule, start) for rule, start, dates in compared if not agrees(rule, start, dates)}
    assert len(compared) == 123
    assert differing == KNOWN.keys()


@pytest.mark.shared
def test_vectors_within_a_day_are_refused() -> None:
    finer = [(rule, start) for rule, start, _dates in vectors() if parts_of(rule)["FREQ"] not in FREQUENCIES]
    assert len(finer) == 23
    for rule, start in finer:
        with pytest.raises(ValueError, match="does not repeat by days"):
            rule_of(rule, moment(start), None)
