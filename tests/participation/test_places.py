"""Places with capacity: taken, held, given back, and never more than there are."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portal.participation.models import Places, Taking
from portal.participation.places import NoPlaceLeft, end_holds, give_back, give_back_all, set_capacity, take
from portal.participation.signals import places_freed
from tests.workshops.models import Workshop

pytestmark = pytest.mark.django_db


def counts(places: Places) -> tuple[int, int]:
    """What the counter says, and what the rows say."""
    places.refresh_from_db()
    return places.taken, sum(Taking.objects.filter(places=places.pk).values_list("count", flat=True))


@pytest.fixture
def freed() -> Any:
    seen: list[Places] = []

    def note(places: Places, **_rest: Any) -> None:
        seen.append(places)

    places_freed.connect(note)
    yield seen
    places_freed.disconnect(note)


def test_family_takes_places_together_or_none(workshop: Workshop) -> None:
    take(workshop, holder="a", count=8)
    with pytest.raises(NoPlaceLeft) as full:
        take(workshop, holder="b", count=3)
    assert (full.value.left, full.value.messages) == (2, ["只剩 2 个名额。"])
    take(workshop, holder="b", count=2)
    with pytest.raises(NoPlaceLeft) as full:
        take(workshop, holder="c")
    assert (full.value.code, full.value.messages, counts(workshop)) == ("full", ["名额已满。"], (10, 10))


def test_same_holder_takes_once_and_may_change_the_number(workshop: Workshop) -> None:
    for count in (3, 3, 10, 1):
        take(workshop, holder="a", count=count)
        assert counts(workshop) == (count, count)


def test_several_are_taken_together_or_none(workshop: Workshop) -> None:
    other = Workshop.objects.create(community=workshop.community, title="Kites", capacity=1)
    take(other, holder="a")
    with pytest.raises(NoPlaceLeft):
        take([workshop, other], holder="b")
    assert (counts(workshop), counts(other)) == ((0, 0), (1, 1))


def test_places_given_back_are_free_once(workshop: Workshop, freed: list[Places]) -> None:
    take(workshop, holder="a", count=4)
    assert [give_back(workshop, holder="a") for _time in range(2)] == [4, 0]
    assert (counts(workshop), [places.pk for places in freed]) == ((0, 0), [workshop.pk])


def test_all_places_of_a_holder_are_given_back(workshop: Workshop) -> None:
    other = Workshop.objects.create(community=workshop.community, title="Kites")
    take([workshop, other], holder="a", count=2)
    take(workshop, holder="b")
    assert give_back_all("a") == 4
    assert (counts(workshop), counts(other)) == ((1, 1), (0, 0))


def test_held_places_are_free_after_their_time(workshop: Workshop, freed: list[Places]) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        take(workshop, holder="a", count=10, until=now + dt.timedelta(hours=1))
        assert end_holds() == 0
        clock.shift(dt.timedelta(hours=1))
        take(workshop, holder="b")  # also before anybody has tidied up
        assert (counts(workshop), len(freed)) == ((1, 1), 1)
        take(workshop, holder="c", until=now + dt.timedelta(hours=2))
        clock.shift(dt.timedelta(hours=1))
        assert (end_holds(), counts(workshop), len(freed)) == (1, (1, 1), 2)


def test_held_place_becomes_a_taken_one(workshop: Workshop) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        take(workshop, holder="a", until=now + dt.timedelta(hours=1))
        take(workshop, holder="a")
        clock.shift(dt.timedelta(hours=2))
        assert (end_holds(), counts(workshop)) == (0, (1, 1))


def test_capacity_grows_and_shrinks_down_to_what_is_taken(workshop: Workshop, freed: list[Places]) -> None:
    take(workshop, holder="a", count=4)
    set_capacity(workshop, 4)
    with pytest.raises(ValidationError) as refused:
        set_capacity(workshop, 3)
    assert refused.value.message_dict == {"capacity": ["已有 4 个名额被占。"]}
    assert (counts(workshop), freed) == ((4, 4), [])
    set_capacity(workshop, 5)
    set_capacity(workshop, None)
    assert len(freed) == 2


def test_saving_an_old_copy_counts_nobody_away(workshop: Workshop) -> None:
    old = Workshop.objects.get(pk=workshop.pk)
    take(workshop, holder="a", count=4)
    old.title = "Big lanterns"
    old.save()
    assert (counts(workshop), workshop.title, old.taken) == ((4, 4), "Big lanterns", 4)


def test_saving_with_too_few_places_is_refused(workshop: Workshop) -> None:
    old = Workshop.objects.get(pk=workshop.pk)
    take(workshop, holder="a", count=4)
    old.capacity = 3
    with pytest.raises(ValidationError):
        old.save()


def test_database_has_the_last_word(workshop: Workshop) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Places.objects.filter(pk=workshop.pk).update(taken=11)


def test_taking_costs_the_same_with_many_holders(workshop: Workshop, django_assert_num_queries) -> None:
    set_capacity(workshop, None)
    for number in range(3):
        with django_assert_num_queries(7):
            take(workshop, holder=f"h{number}")


class Arithmetic(TestCase):
    """Whatever happens in whatever order: the counter is the sum of the rows, and within the capacity."""

    STEPS = st.lists(
        st.one_of(
            st.tuples(st.just("take"), st.sampled_from("abc"), st.integers(1, 4)),
            st.tuples(st.just("give"), st.sampled_from("abc"), st.just(0)),
            st.tuples(st.just("size"), st.just(""), st.integers(0, 6)),
        ),
        max_size=12,
    )

    @settings(max_examples=40, deadline=None)  # a busy machine is no failure
    @given(STEPS)
    def test_counter_agrees_with_a_plain_dictionary(self, steps: list[tuple[str, str, int]]) -> None:
        places, held, capacity = Places.objects.create(capacity=4), {}, 4
        for step, who, number in steps:
            match step:
                case "take":
                    fits = sum(held.values()) - held.get(who, 0) + number <= capacity
                    try:
                        take(places, holder=who, count=number)
                    except NoPlaceLeft:
                        assert not fits
                    else:
                        assert fits
                        held[who] = number
                case "give":
                    assert give_back(places, holder=who) == held.pop(who, 0)
                case "size":
                    try:
                        set_capacity(places, number)
                    except ValidationError:
                        assert number < sum(held.values())
                    else:
                        capacity = number
            assert counts(places) == (sum(held.values()), sum(held.values()))
            assert places.taken <= capacity
