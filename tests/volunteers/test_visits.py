"""Visits to people who live alone."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from portal.communities.models import Community
from portal.notifications.choices import DeliveryStatus
from portal.notifications.models import Delivery, Message
from portal.volunteers.choices import VisitOutcome
from portal.volunteers.models import AddressView, Member, Team, Visit, VisitedPerson
from portal.volunteers.visits import (
    assign,
    cancel_visit,
    close,
    erase_visited,
    escalate_visits,
    look_at_address,
    plan_visit,
    report,
)
from tests.factories.people import UserFactory
from tests.factories.volunteers import make_member, make_person, make_team, make_visit

START = dt.datetime(2026, 11, 26, 14, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def pair(team: Team) -> list[Member]:
    return [make_member(team, is_vetted=True), make_member(team, is_vetted=True)]


@pytest.fixture
def visit(team: Team, pair: list[Member]) -> Visit:
    """From two to three."""
    return make_visit(make_person(team), pair, starts=START, ends=START + dt.timedelta(hours=1))


def told(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=f"volunteers.{kind}").order_by("created_at").values_list("name", flat=True))


def planned(person: VisitedPerson, members: list[Member], **values: Any) -> Visit:
    values = {"starts": START, "ends": START + dt.timedelta(hours=1)} | values
    return plan_visit(person, members=members, by=UserFactory(), **values)


def test_only_vetted_members_of_the_team_visit(team: Team, pair: list[Member], sunshine: Community) -> None:
    person = make_person(team)
    stranger = make_member(make_team("patrol", community=sunshine), is_vetted=True)
    for other in (make_member(team), stranger):
        with pytest.raises(ValidationError):
            planned(person, [pair[0], other])
    assert Visit.objects.count() == 0


def test_in_pairs_where_that_is_set(team: Team, pair: list[Member]) -> None:
    with pytest.raises(ValidationError):
        planned(make_person(team), pair[:1])
    assert planned(make_person(team, in_pairs=False), pair[:1]).visitors.count() == 1
    with pytest.raises(ValidationError):
        planned(make_person(team, in_pairs=False), [])


def test_visitors_are_told_when_and_not_where(visit: Visit, pair: list[Member]) -> None:
    texts = Message.objects.filter(kind="volunteers.visit")
    assert {message.phone for message in texts} == {member.phone for member in pair}
    assert not [message for message in texts if "李" in message.text or "501" in message.text]


def test_other_visitors_are_told_too(team: Team, visit: Visit, pair: list[Member]) -> None:
    third = make_member(team, is_vetted=True)
    assign(visit, members=[pair[0], third], by=UserFactory())
    assert told("visit_off") == [pair[1].name]
    assert {visitor.member for visitor in visit.visitors.all()} == {pair[0], third}


@pytest.mark.parametrize(("minutes", "is_shown"), [(-121, False), (-119, True), (30, True), (179, True), (181, False)])
def test_address_is_shown_around_the_time(
    visit: Visit, pair: list[Member], clock: Any, minutes: int, is_shown: bool
) -> None:
    clock.move_to(START + dt.timedelta(minutes=minutes))
    if is_shown:
        assert look_at_address(visit, member=pair[0]).address == "阳光花园3幢2单元501"
    else:
        with pytest.raises(PermissionDenied):
            look_at_address(visit, member=pair[0])
    assert AddressView.objects.count() == int(is_shown)


def test_address_is_shown_to_its_visitors_only(team: Team, visit: Visit) -> None:
    with pytest.raises(PermissionDenied):
        look_at_address(visit, member=make_member(team, is_vetted=True))


def test_seen_well_is_all(visit: Visit, pair: list[Member]) -> None:
    report(visit, outcome=VisitOutcome.SEEN_WELL, note="", member=pair[0])
    assert (escalate_visits(), told("no_answer"), told("not_reported")) == (0, [], [])


def test_need_tells_the_worker(visit: Visit, pair: list[Member]) -> None:
    report(visit, outcome=VisitOutcome.NEEDS, note="降压药", member=pair[0])
    message = Message.objects.get(kind="volunteers.needs")
    assert (message.name, "降压药" in message.text) == ("王网格员", False)
    assert list(Visit.objects.needing()) == [visit]


def test_no_answer_alarms_at_once_even_at_night(team: Team, pair: list[Member], clock: Any) -> None:
    night = START.replace(hour=22)
    visit = planned(make_person(team), pair, starts=night, ends=night + dt.timedelta(hours=1))
    clock.move_to(night)
    report(visit, outcome=VisitOutcome.NO_ANSWER, note="", member=pair[0])
    delivery = Delivery.objects.get(message__kind="volunteers.no_answer")
    assert (delivery.message.name, delivery.message.is_urgent, delivery.next_at) == ("王网格员", True, night)
    assert "李" not in delivery.message.text


def test_no_answer_escalates_until_somebody_was_seen(visit: Visit, pair: list[Member], clock: Any) -> None:
    report(visit, outcome=VisitOutcome.NO_ANSWER, note="", member=pair[0])
    clock.move_to(START + dt.timedelta(minutes=29))
    assert escalate_visits() == 0
    clock.move_to(START + dt.timedelta(minutes=30))
    assert (escalate_visits(), escalate_visits()) == (1, 0)
    assert told("still_open") == ["赵主任"]
    clock.move_to(START + dt.timedelta(minutes=60))
    escalate_visits()
    assert sorted(told("still_open")) == ["王网格员", "赵主任", "赵主任"]
    assert list(Visit.objects.open()) == [visit]

    close(visit, seen_by="王网格员", note="在邻居家", by=UserFactory())

    clock.move_to(START + dt.timedelta(hours=9))
    assert (escalate_visits(), list(Visit.objects.open())) == (0, [])
    waiting = Delivery.objects.filter(message__about=f"volunteers.visit:{visit.pk}", status=DeliveryStatus.WAITING)
    assert not waiting.exists()


def test_no_answer_stays_open_for_a_week(visit: Visit, pair: list[Member], clock: Any) -> None:
    report(visit, outcome=VisitOutcome.NO_ANSWER, note="", member=pair[0])
    clock.move_to(START + dt.timedelta(days=7))
    escalate_visits()
    assert list(Visit.objects.open()) == [visit]


def test_seen_later_by_a_visitor_ends_the_alarm(visit: Visit, pair: list[Member]) -> None:
    report(visit, outcome=VisitOutcome.NO_ANSWER, note="", member=pair[0])
    report(visit, outcome=VisitOutcome.SEEN_WELL, note="刚买菜回来", member=pair[1])
    visit.refresh_from_db()
    assert (visit.is_open, visit.closed_by) == (False, pair[1].name)


def test_unreported_visit_alarms_too(visit: Visit, clock: Any) -> None:
    clock.move_to(START + dt.timedelta(minutes=89))
    assert escalate_visits() == 0
    clock.move_to(START + dt.timedelta(minutes=90))
    assert (escalate_visits(), told("not_reported")) == (1, ["王网格员"])
    clock.move_to(START + dt.timedelta(minutes=120))
    assert (escalate_visits(), told("still_open")) == (1, ["赵主任"])


def test_cancelled_visit_alarms_nobody(visit: Visit, pair: list[Member], clock: Any) -> None:
    cancel_visit(visit, by=UserFactory())
    clock.move_to(START + dt.timedelta(days=1))
    assert (escalate_visits(), sorted(told("visit_off"))) == (0, sorted(member.name for member in pair))


def test_visit_is_closed_with_a_name(visit: Visit, pair: list[Member]) -> None:
    report(visit, outcome=VisitOutcome.NO_ANSWER, note="", member=pair[0])
    with pytest.raises(ValidationError):
        close(visit, seen_by=" ", note="", by=UserFactory())


def test_visit_is_reported_by_its_visitors_only(team: Team, visit: Visit) -> None:
    with pytest.raises(PermissionDenied):
        report(visit, outcome=VisitOutcome.SEEN_WELL, note="", member=make_member(team, is_vetted=True))


def test_visited_people_are_forgotten(visit: Visit, pair: list[Member], clock: Any) -> None:
    report(visit, outcome=VisitOutcome.NEEDS, note="降压药", member=pair[0])
    VisitedPerson.objects.update(ended_on=timezone.localdate())
    look_at_address(visit, member=pair[0])
    clock.move_to(START + dt.timedelta(days=182))
    assert (erase_visited(), erase_visited()) == (1, 0)
    visit.refresh_from_db()
    person = VisitedPerson.objects.get()
    assert (person.name, person.address, visit.note, AddressView.objects.count()) == ("", "", "", 0)


def test_nobody_is_forgotten_while_an_alarm_is_open(visit: Visit, pair: list[Member], clock: Any) -> None:
    report(visit, outcome=VisitOutcome.NO_ANSWER, note="", member=pair[0])
    VisitedPerson.objects.update(ended_on=timezone.localdate())
    clock.move_to(START + dt.timedelta(days=200))
    assert erase_visited() == 0
