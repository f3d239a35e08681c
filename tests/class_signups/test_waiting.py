"""The waiting list: positions, offers, answers, and a clock that starts with knowing."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from portal.communities.models import Community
from portal.notifications.actions import record_call
from portal.notifications.choices import CallOutcome, Channel
from portal.notifications.models import Delivery, Message
from portal.notifications.worker import deliver_due
from portal.participation.erasing import erase_entries
from portal.participation.models import Entry
from portal.participation.places import end_holds
from portal.plugins.actions import disable_plugin, enable_plugin
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassOffer, ClassPage, ClassSignUp
from portal.plugins.bundled.class_signups.offers import move_lists
from portal.plugins.bundled.class_signups.waiting import position_of
from portal.plugins.bundled.class_signups.waking import waking_end
from tests.class_signups.families import form_of, sign_up, typed
from tests.factories.classes import make_class

pytestmark = pytest.mark.django_db
BORN = "2018-01-01"


@pytest.fixture
def course(sunshine: Community) -> ClassCourse:
    return make_class(sunshine, capacity=2)


def family(client: Client, course: ClassCourse, *names: str, phone: str = "13800138000") -> ClassSignUp:
    """Signs up; with its private page as `page`."""
    answer = sign_up(client, course, *((name, BORN) for name in names), name=f"{names[0]}家", phone=phone)
    found = ClassSignUp.objects.order_by("pk").last()
    found.page = answer.url
    return found


def fresh(entry: ClassSignUp) -> ClassSignUp:
    return ClassSignUp.objects.get(pk=entry.pk)


def offer_to(entry: ClassSignUp) -> ClassOffer | None:
    return entry.offers.filter(answer="").first()


def taken(course: ClassCourse) -> int:
    course.refresh_from_db()
    return course.taken


def test_full_class_takes_families_on_its_list_in_order(client: Client, course: ClassCourse) -> None:
    family(client, course, "A", "B")
    waiting = [family(client, course, name) for name in ("C", "D")]
    assert [position_of(entry) for entry in waiting] == [1, 2]
    assert "at position 2" in client.get(waiting[1].page).content.decode()
    assert "2 families wait already" in client.get(form_of(client, course)).content.decode()
    assert Message.objects.filter(kind="classes.waiting").count() == 2


def test_freed_place_is_offered_to_the_first_and_not_free_to_others(client: Client, course: ClassCourse) -> None:
    first = family(client, course, "A", "B")
    second, third = family(client, course, "C"), family(client, course, "D")
    client.post(first.page, {"action": f"child:{first.children.first().pk}"})
    assert (offer_to(second).count, offer_to(third), taken(course)) == (1, None, 2)
    late = family(client, course, "E")
    assert (late.queue, late.children.get().has_place) == (3, False)


def test_accepting_takes_the_place(client: Client, course: ClassCourse) -> None:
    first = family(client, course, "A", "B")
    second = family(client, course, "C")
    client.post(first.page, {"action": "withdraw"})
    page = client.get(second.page).content.decode()
    assert "Yes, we take it" in page
    client.post(second.page, {"action": f"accept:{offer_to(second).pk}"})
    assert (fresh(second).queue, second.children.get().has_place, taken(course)) == (None, True, 1)
    assert "You have a place" in client.get(second.page).content.decode()


def test_declining_asks_the_next_at_once(client: Client, course: ClassCourse) -> None:
    first = family(client, course, "A", "B")
    second, third = family(client, course, "C"), family(client, course, "D")
    client.post(first.page, {"action": f"child:{first.children.first().pk}"})
    client.post(second.page, {"action": f"decline:{offer_to(second).pk}"})
    assert (fresh(second).queue, offer_to(third).count) == (None, 1)
    assert "No longer on the waiting list" in client.get(second.page).content.decode()


def test_keeping_the_position_passes_the_place_on_and_is_asked_again(
    client: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    first = family(client, course, "A", "B")
    second, third = family(client, course, "C"), family(client, course, "D")
    client.post(first.page, {"action": f"child:{first.children.first().pk}"})
    client.post(second.page, {"action": f"keep:{offer_to(second).pk}"})
    assert (position_of(fresh(second)), offer_to(second), offer_to(third).count) == (1, None, 1)
    client.post(first.page, {"action": "withdraw"})
    assert offer_to(second) is None
    clock.shift(dt.timedelta(days=3, minutes=1))
    move_lists()
    assert offer_to(second).count == 1


def test_pair_is_offered_a_single_place_first(client: Client, course: ClassCourse) -> None:
    first = family(client, course, "A", "B")
    pair, single = family(client, course, "C", "D"), family(client, course, "E")
    client.post(first.page, {"action": f"child:{first.children.first().pk}"})
    assert (offer_to(pair).count, offer_to(single)) == (1, None)
    assert "One place is free. Who gets it?" in client.get(pair.page).content.decode()


def test_pair_takes_the_single_place_for_one_and_keeps_its_position(client: Client, course: ClassCourse) -> None:
    first = family(client, course, "A", "B")
    pair, single = family(client, course, "C", "D"), family(client, course, "E")
    client.post(first.page, {"action": f"child:{first.children.first().pk}"})
    made = offer_to(pair)
    assert client.post(pair.page, {"action": f"accept:{made.pk}"}).status_code == 409
    client.post(pair.page, {"action": f"accept:{made.pk}", "child": pair.children.get(name="D").pk})
    assert list(pair.children.values_list("name", "has_place")) == [("C", False), ("D", True)]
    client.post(first.page, {"action": "withdraw"})
    assert (position_of(fresh(pair)), offer_to(pair).count, offer_to(single)) == (1, 1, None)


def test_pair_that_stays_together_is_passed_until_there_is_room(client: Client, course: ClassCourse) -> None:
    first = family(client, course, "A", "B")
    pair, single = family(client, course, "C", "D"), family(client, course, "E")
    client.post(first.page, {"action": f"child:{first.children.first().pk}"})
    client.post(pair.page, {"action": f"together:{offer_to(pair).pk}"})
    assert (offer_to(pair), offer_to(single).count, position_of(fresh(pair))) == (None, 1, 1)
    client.post(single.page, {"action": f"decline:{offer_to(single).pk}"})
    client.post(first.page, {"action": "withdraw"})
    assert offer_to(pair).count == 2


def test_more_room_raises_the_offer_that_is_open(client: Client, course: ClassCourse) -> None:
    first = family(client, course, "A", "B")
    pair = family(client, course, "C", "D")
    client.post(first.page, {"action": f"child:{first.children.first().pk}"})
    client.post(first.page, {"action": "withdraw"})
    assert (offer_to(pair).count, pair.offers.count(), taken(course)) == (2, 1, 2)


def test_clock_starts_when_a_text_has_arrived(client: Client, course: ClassCourse) -> None:
    first, second = family(client, course, "A", "B"), family(client, course, "C")
    client.post(first.page, {"action": "withdraw"})
    assert offer_to(second).ends_at is None
    deliver_due()
    made = offer_to(second)
    assert (made.told_at, made.ends_at) == (timezone.now(), waking_end(timezone.now(), 13))


def test_unreached_family_is_called_and_not_passed(
    client: Client, course: ClassCourse, clock: time_machine.Traveller, settings, admin_user: User
) -> None:
    settings.SMS_PROVIDER = ""
    first, second = family(client, course, "A", "B"), family(client, course, "C")
    client.post(first.page, {"action": "withdraw"})
    clock.shift(dt.timedelta(days=4))
    deliver_due()
    move_lists()
    made = offer_to(second)
    assert (made.ends_at, made.answer) == (None, "")
    call = Delivery.objects.get(channel=Channel.CALL, message__key=f"classes.offer:{made.pk}:1")
    record_call(call, CallOutcome.TOLD, by=admin_user)
    made.refresh_from_db()
    assert made.ends_at == waking_end(timezone.now(), 13)


def test_offer_that_nobody_answers_goes_to_the_next(
    client: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    first = family(client, course, "A", "B")
    second, third = family(client, course, "C"), family(client, course, "D")
    client.post(first.page, {"action": f"child:{first.children.first().pk}"})
    made = offer_to(second)
    deliver_due()
    clock.shift(dt.timedelta(hours=23))
    assert move_lists() == 0
    clock.shift(dt.timedelta(hours=2))
    late = client.post(second.page, {"action": f"accept:{made.pk}"})
    assert (late.status_code, "its time is over" in late.content.decode()) == (409, True)
    assert (move_lists(), fresh(second).queue, offer_to(third).count) == (1, None, 1)
    assert Message.objects.filter(kind="classes.offer_over").count() == 1


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-09-07T10:00", 5, "2026-09-07T15:00"),
        ("2026-09-07T20:00", 5, "2026-09-08T12:00"),
        ("2026-09-07T23:30", 1, "2026-09-08T09:00"),
        ("2026-09-07T03:00", 13, "2026-09-07T21:00"),
        ("2026-09-07T10:00", 13, "2026-09-08T10:00"),
    ],
)
def test_clock_stands_still_at_night(start: str, hours: int, end: str) -> None:
    zone = timezone.get_default_timezone()
    at, ends = (dt.datetime.fromisoformat(text).replace(tzinfo=zone) for text in (start, end))
    assert waking_end(at, hours) == ends


def test_more_places_move_the_list(client: Client, course: ClassCourse) -> None:
    family(client, course, "A", "B")
    second, third = family(client, course, "C"), family(client, course, "D")
    for page in ClassPage.objects.filter(translation_key=course.key):
        page.capacity = 3
        page.save_revision().publish()
    assert (offer_to(second).count, offer_to(third)) == (1, None)


def test_hold_that_ends_goes_to_who_waits(client: Client, course: ClassCourse, clock: time_machine.Traveller) -> None:
    first = family(client, course, "A")
    client.post(form_of(client, course), typed(("B", BORN)))
    second = family(client, course, "C")
    assert (second.queue, taken(course)) == (1, 2)
    clock.shift(dt.timedelta(minutes=11))
    end_holds()
    assert (offer_to(second).count, first.queue) == (1, None)


def test_family_that_cancels_leaves_the_line_and_its_offer(client: Client, course: ClassCourse) -> None:
    first = family(client, course, "A", "B")
    second, third = family(client, course, "C"), family(client, course, "D")
    client.post(first.page, {"action": f"child:{first.children.first().pk}"})
    client.post(second.page, {"action": "withdraw"})
    assert (fresh(second).queue, offer_to(second), offer_to(third).count) == (None, None, 1)


def test_erased_family_leaves_the_line_and_its_offer(client: Client, course: ClassCourse) -> None:
    first = family(client, course, "A", "B")
    second, third = family(client, course, "C"), family(client, course, "D")
    client.post(first.page, {"action": f"child:{first.children.first().pk}"})
    erase_entries(Entry.objects.filter(pk=second.pk), frees_places=True)
    assert (fresh(second).queue, offer_to(third).count) == (None, 1)


def test_where_it_is_off_nobody_is_offered_anything(client: Client, course: ClassCourse) -> None:
    family(client, course, "A", "B")
    second = family(client, course, "C")
    disable_plugin("classes", community=course.community)
    course.refresh_from_db()
    course.capacity = 3
    course.save()
    assert offer_to(second) is None
    enable_plugin("classes", community=course.community)
    move_lists()
    assert offer_to(second).count == 1


def test_offer_of_another_family_cannot_be_answered(client: Client, course: ClassCourse) -> None:
    first = family(client, course, "A", "B")
    second, third = family(client, course, "C"), family(client, course, "D", phone="13900139000")
    client.post(first.page, {"action": f"child:{first.children.first().pk}"})
    assert client.post(third.page, {"action": f"accept:{offer_to(second).pk}"}).status_code == 409
    assert offer_to(second).count == 1


def test_nobody_is_told_what_is_no_longer_so(client: Client, course: ClassCourse) -> None:
    first, second = family(client, course, "A", "B"), family(client, course, "C")
    client.post(first.page, {"action": "withdraw"})
    offered = Delivery.objects.get(message__kind="classes.offer", message__about=second.about)
    waiting = Delivery.objects.get(message__kind="classes.waiting", message__about=second.about)
    assert (waiting.status, offered.status) == ("cancelled", "waiting")
    client.post(second.page, {"action": f"decline:{offer_to(second).pk}"})
    offered.refresh_from_db()
    assert offered.status == "cancelled"
