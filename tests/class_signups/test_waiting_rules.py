"""Whatever families do in whatever order, the rules of the waiting list hold."""

import datetime as dt
import uuid
from collections.abc import Iterator
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.communities.models import Building, Community
from portal.participation.actions import hand_in, withdraw
from portal.plugins.bundled.class_signups.choices import Answer
from portal.plugins.bundled.class_signups.models import ClassChild, ClassCourse, ClassOffer, ClassSignUp
from portal.plugins.bundled.class_signups.offers import accept, decline
from portal.plugins.bundled.class_signups.residence import confirm_residence, end_priority
from tests.factories.classes import make_class
from tests.factories.communities import BuildingFactory

pytestmark = pytest.mark.django_db
#: What may happen: somebody signs up with so many children, or one of those who are there does something.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sign_up"), st.integers(1, 3)),
        st.tuples(st.sampled_from(["withdraw", "accept", "decline", "keep", "together"]), st.integers(0, 9)),
        st.tuples(st.just("capacity"), st.integers(1, 6)),
    ),
    max_size=14,
)
#: Likewise where residents come first: a worker confirms where somebody lives, and the time ends or begins anew.
RESIDENT_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sign_up"), st.integers(1, 3)),
        st.tuples(st.just("confirm"), st.integers(0, 9)),
        st.tuples(st.sampled_from(["withdraw", "accept", "decline", "keep", "together"]), st.integers(0, 9)),
        st.tuples(st.just("capacity"), st.integers(1, 6)),
        st.tuples(st.just("end"), st.just(0)),
        st.tuples(st.just("again"), st.just(0)),
    ),
    max_size=14,
)
numbers: Iterator[int] = count()


class Undone(Exception):
    """Ends an example, and all it wrote with it."""


@pytest.fixture
def course(sunshine: Community) -> ClassCourse:
    return make_class(sunshine, capacity=3, titles={"zh-hans": "儿童画"})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_rules_hold_after_every_step(course: ClassCourse, steps: list[tuple[str, int]]) -> None:
    try:
        with transaction.atomic():
            for action, number in steps:
                before = line(course)
                act(course, action, number)
                hold_up(course, before)
            raise Undone
    except Undone:
        pass


@pytest.fixture
def first_residents(sunshine: Community) -> ClassCourse:
    BuildingFactory(compound__community=sunshine)
    until = timezone.now() + dt.timedelta(days=1)
    return make_class(sunshine, capacity=3, titles={"zh-hans": "儿童画"}, slug="first", residents_until=until)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=RESIDENT_STEPS)
def test_residents_come_first_after_every_step(first_residents: ClassCourse, steps: list[tuple[str, int]]) -> None:
    course = first_residents
    try:
        with transaction.atomic():
            for action, number in steps:
                before, had = line(course), with_places(course)
                act(course, action, number)
                hold_up(course, before)
                only_residents_gained(course, had)
            raise Undone
    except Undone:
        pass


def with_places(course: ClassCourse) -> set[int]:
    """Sign-ups with a place or an offer."""
    there = ClassSignUp.objects.filter(course=course, withdrawn_at=None).prefetch_related("children", "offers")
    return {each.pk for each in there if each.open_offer() or any(child.has_place for child in each.children.all())}


def only_residents_gained(course: ClassCourse, had: set[int]) -> None:
    """While residents come first nobody else gets a place or an offer."""
    if ClassCourse.objects.get(pk=course.pk).puts_residents_first:
        gained = ClassSignUp.objects.filter(pk__in=with_places(course) - had)
        assert all(each.is_resident for each in gained)


def act(course: ClassCourse, action: str, number: int) -> None:
    if action in ("end", "again"):
        until = timezone.now() + dt.timedelta(days=1 if action == "again" else 0)
        ended = {"residents_ended_at": None} if action == "again" else {}
        ClassCourse.objects.filter(pk=course.pk).update(residents_until=until, **ended)
        end_priority(course.pk)
        return
    if action == "sign_up":
        new = ClassSignUp(course=course, community=course.community, name="王芳", phone="13800138000")
        new.building = Building.objects.filter(compound__community=course.community).first()
        new.new_children = tuple(ClassChild(name=f"Child {next(numbers)}", born="2018-01-01") for _n in range(number))
        hand_in(new, once=uuid.uuid4())
    elif action == "capacity":
        row = ClassCourse.objects.get(pk=course.pk)
        row.capacity = max(number, row.taken)
        row.save()
    else:
        answer(course, action, number)


def answer(course: ClassCourse, action: str, number: int) -> None:
    there = list(ClassSignUp.objects.filter(course=course, withdrawn_at=None).order_by("pk"))
    if not there:
        return
    one = there[number % len(there)]
    made = one.open_offer()
    if action == "withdraw":
        withdraw(one)
    elif action == "confirm":
        confirm_residence(one)
    elif made is None:
        with pytest.raises(ValidationError):
            accept(one, 0)
    elif action == "accept":
        waiting = [child.pk for child in one.children.all() if not child.has_place]
        accept(one, made.pk, children=waiting[: made.count])
    else:
        decline(one, made.pk, keeps_place=action == "keep", only_together=action == "together")


def line(course: ClassCourse) -> list[int]:
    waiting = ClassSignUp.objects.filter(course=course, withdrawn_at=None, queue__isnull=False)
    return list(waiting.order_by("queue").values_list("pk", flat=True))


def hold_up(course: ClassCourse, before: list[int]) -> None:
    row = ClassCourse.objects.get(pk=course.pk)
    there = list(ClassSignUp.objects.filter(course=course, withdrawn_at=None).prefetch_related("children", "offers"))
    placed = sum(child.has_place for each in there for child in each.children.all())
    offered = sum(each.open_offer().count for each in there if each.open_offer())
    # Never oversold, and every place that is taken is somebody's.
    assert row.taken == placed + offered <= row.capacity
    # Nobody's position changes but by others leaving.
    now = line(course)
    assert [pk for pk in now if pk in before] == [pk for pk in before if pk in now]
    waiting = sorted((each for each in there if each.queue is not None), key=lambda each: each.queue)
    # No place is free and unoffered while somebody waits who would be offered it.
    assert not any(is_entitled(each, row) for each in waiting)
    # Nobody is offered a place over the head of somebody who would take it.
    for place, each in enumerate(waiting):
        if each.open_offer():
            assert all(passed_by_rule(other, row) for other in waiting[:place])
    # Who does not wait and is there has all places, or said no.
    for each in there:
        answered = ClassOffer.objects.filter(sign_up=each, answer=Answer.DECLINED).exists()
        assert each.queue is not None or answered or not each.wants()


def open_wish(each: ClassSignUp) -> int:
    made = each.open_offer()
    return each.wants() - (made.count if made else 0)


def is_held_back(each: ClassSignUp, course: ClassCourse) -> bool:
    return course.puts_residents_first and not each.is_resident


def is_entitled(each: ClassSignUp, course: ClassCourse) -> bool:
    wish, left = open_wish(each), course.left
    fits = not each.only_together or wish <= left
    return bool(wish and left and not each.sits_out_until and fits and not is_held_back(each, course))


def passed_by_rule(each: ClassSignUp, course: ClassCourse) -> bool:
    wish = open_wish(each)
    sits_out = bool(each.sits_out_until) or (each.only_together and wish > course.left)
    return wish == 0 or sits_out or is_held_back(each, course)
