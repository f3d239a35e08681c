"""Recurrences against a naive working out day by day, and what they refuse."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from portal.recurrence import (
    Days,
    Extra,
    Moved,
    Recurrence,
    TooManyDates,
    as_plain,
    differences_until,
    from_plain,
    occurrences_between,
)
from tests.portal.naive_recurrence import SHANGHAI, Said, naive_occurrences, random_set

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2027, 6, 30)


def recurrence_of(said: Said) -> Recurrence:
    at = said.at
    return Recurrence(
        rule=said.rule,
        without=frozenset(said.without),
        extra=tuple(Extra(at(day), at(day) + lasts if lasts else None) for day, lasts in said.extra.items()),
        moved=tuple(Moved(at(day), at(to), at(to) + lasts) for day, (to, lasts) in said.moved.items()),
        cancelled=frozenset(said.cancelled),
        not_on_holidays=said.not_on_holidays,
        on_makeup_days=said.on_makeup_days,
        in_term_only=said.in_term_only,
    )


def worked_out(said: Said) -> list[tuple]:
    days = Days(frozenset(said.holidays), frozenset(said.makeup_days), frozenset(said.announced), tuple(said.terms))
    starts = said.at(said.start)
    found = occurrences_between(starts, starts + said.lasts, recurrence_of(said), first=FIRST, last=LAST, days=days)
    return [(each.original, each.starts, each.ends, each.state.value) for each in found]


@pytest.mark.parametrize("hundred", range(10))
def test_random_sets_agree_with_the_naive_oracle(hundred: int) -> None:
    for seed in range(hundred * 100, hundred * 100 + 100):
        said = random_set(seed)
        assert worked_out(said) == naive_occurrences(said, FIRST, LAST), (seed, said)


def test_random_sets_have_a_bit_of_everything() -> None:
    """Otherwise agreeing would say little."""
    sets = [random_set(seed) for seed in range(1000)]
    found = [naive_occurrences(said, FIRST, LAST) for said in sets]
    states = {state for dates in found for *_times, state in dates}
    past_midnight = [said for said in sets if said.time and (said.at(said.start) + said.lasts).date() > said.start]
    assert states == {"on", "tentative", "cancelled"}
    assert min(sum(bool(getattr(said, name)) for said in sets) for name in ("moved", "extra", "without")) > 300
    assert len(past_midnight) > 200
    assert sum(map(len, found)) > 30_000


@pytest.mark.parametrize("seed", range(0, 1000, 10))
def test_plain_values_bring_back_the_same(seed: int) -> None:
    recurrence = recurrence_of(random_set(seed))
    assert from_plain(as_plain(recurrence), SHANGHAI) == recurrence


@pytest.mark.parametrize("seed", range(0, 1000, 10))
def test_rule_and_its_differences_make_up_the_dates(seed: int) -> None:
    """As a calendar file says it: the rule, dates left out, dates added, and those that are different."""
    said = random_set(seed)
    days = Days(frozenset(said.holidays), frozenset(said.makeup_days), frozenset(said.announced), tuple(said.terms))
    starts = said.at(said.start)
    span = {"last": LAST, "days": days}
    found = differences_until(starts, starts + said.lasts, recurrence_of(said), **span)
    bare = occurrences_between(starts, starts + said.lasts, Recurrence(said.rule), first=said.start, last=LAST)
    kept = {each.original for each in bare} - set(found.left_out) | set(found.added)
    named = {said.at(day) for day in said.moved}
    wanted = {each[0] for each in naive_occurrences(said, dt.date(2025, 1, 1), LAST)}
    assert {each for each in kept if each not in named and each <= said.at(LAST)} == wanted - named


# Single things


NINE = dt.datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
TEN = NINE + dt.timedelta(hours=1)
YEAR = {"first": dt.date(2026, 1, 1), "last": dt.date(2026, 12, 31)}


def test_hour_stays_where_clocks_are_changed() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    starts = dt.datetime(2026, 3, 27, 18, tzinfo=berlin)
    found = occurrences_between(starts, starts + dt.timedelta(hours=1), Recurrence("FREQ=DAILY;COUNT=4"), **YEAR)
    assert [each.starts.hour for each in found] == [18, 18, 18, 18]
    assert len({each.starts.utcoffset() for each in found}) == 2


def test_one_time_of_a_day_can_be_left_out() -> None:
    twice = "FREQ=DAILY;COUNT=4;BYHOUR=9,15"
    recurrence = Recurrence(twice, without=frozenset({NINE.replace(hour=15)}))
    found = occurrences_between(NINE, TEN, recurrence, **YEAR)
    assert [(each.starts.day, each.starts.hour) for each in found] == [(2, 9), (3, 9), (3, 15)]


def test_until_in_utc_is_a_moment_here() -> None:
    """17:00 UTC on the fourth is one in the morning of the fifth here."""
    found = occurrences_between(NINE, TEN, Recurrence("FREQ=DAILY;UNTIL=20260304T170000Z"), **YEAR)
    assert [each.starts.day for each in found] == [2, 3, 4]


def test_what_ends_at_midnight_has_no_part_of_the_next_day() -> None:
    starts = NINE.replace(hour=22)
    midnight = dt.datetime(2026, 3, 3, tzinfo=SHANGHAI)
    assert occurrences_between(starts, midnight, None, first=dt.date(2026, 3, 3), last=dt.date(2026, 3, 9)) == []


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY",
        "weekly",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;UNTIL=soon",
        "BYDAY=MO",
        "FREQ=WEEKLY;NONSENSE=1",
    ],
)
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Recurrence(rule)


def test_series_without_end_asked_for_without_end_is_refused() -> None:
    with pytest.raises(TooManyDates):
        occurrences_between(NINE, TEN, Recurrence("FREQ=DAILY"), first=NINE.date(), last=dt.date(2126, 1, 1))
