"""Duties, their shifts, and taking them."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.communities.models import Community
from portal.notifications.models import Message
from portal.participation.places import NoPlaceLeft
from portal.plugins.contracts import CalendarEntry
from portal.recurrence import occurrences_between
from portal.volunteers.calendar import entries
from portal.volunteers.choices import MemberStatus, Repeats
from portal.volunteers.claims import claim, drop
from portal.volunteers.duties import cancel_duty, cancel_shift, make_all_shifts, save_duty
from portal.volunteers.models import Claim, Duty, Shift, Team
from tests.factories.volunteers import make_duty, make_member, make_person, make_shift, make_team, make_visit

THURSDAY = dt.date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _on_a_thursday():
    with time_machine.travel("2026-11-26 08:00:00+08:00", tick=False):
        yield


def starts(duty: Duty) -> list[str]:
    return [f"{timezone.localtime(shift.starts):%m-%d %H:%M}" for shift in duty.shifts.order_by("starts")]


def test_single_duty_is_one_shift(team: Team) -> None:
    shift = make_shift(team)
    assert (shift.capacity, shift.taken, shift.usual_minutes) == (2, 0, 120)


def test_weekly_duty_has_shifts_for_eight_weeks(team: Team) -> None:
    duty = make_duty(team, first_day=THURSDAY, repeats=Repeats.WEEKLY, weekdays=[3])
    assert starts(duty)[:2] == ["11-26 09:00", "12-03 09:00"]
    assert duty.shifts.count() == 9
    with time_machine.travel("2026-12-04 01:00:00+08:00", tick=False):
        assert (make_all_shifts(), make_all_shifts()) == (1, 0)


def test_weekly_duty_ends_with_its_last_day(team: Team) -> None:
    duty = make_duty(team, first_day=THURSDAY, last_day=dt.date(2026, 12, 5), repeats=Repeats.WEEKLY, weekdays=[3, 5])
    assert starts(duty) == ["11-26 09:00", "11-28 09:00", "12-03 09:00", "12-05 09:00"]


def test_days_that_belong_together_are_one_shift(team: Team) -> None:
    duty = make_duty(team, first_day=dt.date(2026, 11, 28), last_day=dt.date(2026, 11, 29), repeats=Repeats.BLOCK)
    shift = duty.shifts.get()
    assert (starts(duty), f"{timezone.localtime(shift.ends):%m-%d %H:%M}") == (["11-28 09:00"], "11-29 11:00")
    assert shift.usual_minutes == 240


def test_past_midnight_ends_on_the_next_day(team: Team) -> None:
    shift = make_shift(team, starts_at=dt.time(22), ends_at=dt.time(1))
    assert shift.ends - shift.starts == dt.timedelta(hours=3)


def test_changed_duty_moves_what_nobody_has(team: Team) -> None:
    duty = make_duty(team, first_day=THURSDAY, last_day=dt.date(2026, 12, 10), repeats=Repeats.WEEKLY)
    taken = duty.shifts.order_by("starts").first()
    claim(Shift.objects.get(starts__date=dt.date(2026, 12, 3)), member=make_member(team))
    duty.starts_at = dt.time(8, 30)
    save_duty(duty)
    assert starts(duty) == ["11-26 08:30", "12-03 08:30", "12-03 09:00", "12-10 08:30"]
    assert not Shift.objects.filter(pk=taken.pk).exists()


def test_places_are_not_oversold(team: Team) -> None:
    shift = make_shift(team, places=1)
    claim(shift, member=make_member(team))
    with pytest.raises(NoPlaceLeft):
        claim(shift, member=make_member(team))
    shift.refresh_from_db()
    assert (shift.taken, Claim.objects.count()) == (1, 1)


def test_taking_twice_is_taking_once(team: Team) -> None:
    shift, member = make_shift(team), make_member(team)
    assert claim(shift, member=member) == claim(shift, member=member)
    shift.refresh_from_db()
    assert shift.taken == 1


def test_given_back_in_time_is_free_again(team: Team) -> None:
    shift = make_shift(team, places=1)
    drop(claim(shift, member=make_member(team)))
    claim(shift, member=make_member(team))
    shift.refresh_from_db()
    assert shift.taken == 1


def test_after_the_deadline_nothing_moves(team: Team) -> None:
    shift = make_shift(team, first_day=THURSDAY, starts_at=dt.time(12), ends_at=dt.time(13), hours_before=2)
    held = claim(shift, member=make_member(team))
    with time_machine.travel("2026-11-26 10:00:00+08:00", tick=False):
        with pytest.raises(ValidationError):
            drop(held)
        with pytest.raises(ValidationError):
            claim(shift, member=make_member(team))
        drop(held, is_late_allowed=True)
    assert Claim.objects.count() == 0


def test_strangers_take_no_shift(team: Team, sunshine: Community) -> None:
    shift = make_shift(team)
    for member in (
        make_member(team, status=MemberStatus.ASKED),
        make_member(make_team("patrol", community=sunshine)),
        make_member(team, status=MemberStatus.LEFT),
    ):
        with pytest.raises(ValidationError):
            claim(shift, member=member)


def test_two_shifts_at_once_are_too_many(team: Team) -> None:
    member = make_member(team)
    claim(make_shift(team), member=member)
    with pytest.raises(ValidationError):
        claim(make_shift(team, starts_at=dt.time(10), ends_at=dt.time(12)), member=member)


def test_cancelled_shift_tells_who_had_it(team: Team) -> None:
    shift, member = make_shift(team), make_member(team)
    claim(shift, member=member)
    cancel_shift(shift)
    cancel_shift(shift)
    message = Message.objects.get(kind="volunteers.shift_cancelled")
    assert (message.about, "值班" in message.text, "11-27 09:00" in message.text) == (member.about, True, True)


def test_cancelled_duty_gets_no_new_shifts(team: Team) -> None:
    duty = make_duty(team, first_day=THURSDAY, repeats=Repeats.WEEKLY)
    cancel_duty(duty)
    assert (list(duty.shifts.ahead()), make_all_shifts()) == ([], 0)


# On the calendar


def calendar_of(community: Community, uids: list[str] | None = None) -> list[CalendarEntry]:
    return list(entries(Community.objects.filter(pk=community.pk), uids))


def test_calendar_has_duties_with_their_dates(team: Team) -> None:
    duty = make_duty(team, first_day=THURSDAY, repeats=Repeats.WEEKLY, last_day=dt.date(2026, 12, 10))
    cancel_shift(duty.shifts.get(starts__date=dt.date(2026, 12, 3)))
    [entry] = calendar_of(team.community)
    assert (entry.uid, entry.kind, entry.path, entry.team) == (
        f"duty-{duty.pk}",
        "duty",
        {"zh-hans": "teams/visits/", "en": "teams/visits/"},
        "visits",
    )
    found = occurrences_between(entry.starts, entry.ends, entry.recurrence, first=THURSDAY, last=dt.date(2026, 12, 31))
    assert [(f"{each.starts:%m-%d %H:%M}", each.state) for each in found] == [
        ("11-26 09:00", "on"),
        ("12-03 09:00", "cancelled"),
        ("12-10 09:00", "on"),
    ]


def test_calendar_dates_are_the_shifts(team: Team) -> None:
    kinds = [
        {"repeats": Repeats.WEEKLY, "weekdays": [0, 4], "last_day": dt.date(2026, 12, 20)},
        {"repeats": Repeats.WEEKLY, "weekdays": [], "last_day": dt.date(2026, 12, 20)},
        {"repeats": Repeats.ONCE},
    ]
    for values in kinds:
        duty = make_duty(team, first_day=THURSDAY, **values)
        [entry] = calendar_of(team.community, [duty.uid])
        found = occurrences_between(
            entry.starts, entry.ends, entry.recurrence, first=THURSDAY, last=dt.date(2027, 1, 10)
        )
        assert [each.starts for each in found] == list(duty.shifts.order_by("starts").values_list("starts", flat=True))


def test_calendar_knows_no_visit(team: Team) -> None:
    make_visit(make_person(team, in_pairs=False), [make_member(team, is_vetted=True)])
    assert calendar_of(team.community) == []


def test_duty_of_an_unpublished_team_is_not_public(team: Team, sunshine: Community) -> None:
    make_duty(team)
    sunshine.team_pages.get().unpublish()
    assert calendar_of(sunshine) == []


@pytest.mark.parametrize("number", [1, 3])
def test_calendar_costs_the_same(team: Team, django_assert_num_queries, number: int) -> None:
    for _number in range(number):
        make_duty(team)
    with django_assert_num_queries(4):
        assert len(calendar_of(team.community)) == number
