"""A class with too few goes on in another one: who goes over, in which order, what all are told, and once."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.communities.models import Community
from portal.notifications.models import Message
from portal.plugins.bundled.class_signups.minimum import decide_minimums, merging_first
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassIndexPage, ClassPage, ClassSignUp
from tests.class_signups.test_many_at_once import PREPARE
from tests.class_signups.test_moving import family, taken
from tests.factories.classes import make_class
from tests.factories.plugins import community_with
from tests.processes import CODE, Database

pytestmark = pytest.mark.django_db
MEI, BAO, AN, LI = (("Mei", "2018-05-31"), ("Bao", "2018-05-30"), ("An", "2018-05-29"), ("Li", "2018-05-28"))


def page_of(course: ClassCourse) -> ClassPage:
    return ClassPage.objects.filter(translation_key=course.key).order_by("path").first()


@pytest.fixture
def chess(sunshine: Community) -> ClassCourse:
    return make_class(sunshine, slug="chess", titles={"zh-hans": "象棋", "en": "Chess"}, capacity=3, age_from=6)


@pytest.fixture
def small(chess: ClassCourse) -> ClassCourse:
    """Painting, which goes on in chess with fewer than four."""
    closes = timezone.now() + dt.timedelta(days=1)
    return make_class(chess.community, capacity=4, minimum=4, closes_at=closes, merge_into=page_of(chess))


def decide(clock: time_machine.Traveller) -> int:
    clock.shift(dt.timedelta(days=1, minutes=1))
    return decide_minimums()


def standing(course: ClassCourse) -> list[tuple[str, int | None]]:
    """[(guardian, number in the line)]"""
    rows = ClassSignUp.objects.filter(course=course, withdrawn_at=None).order_by("queue", "pk")
    return [(row.name.split()[0], row.queue) for row in sorted(rows, key=lambda row: (row.queue or 0, row.pk))]


def kinds_told() -> list[str]:
    return sorted(Message.objects.exclude(kind="classes.signed_up").values_list("kind", flat=True))


def test_families_that_fit_go_over_and_are_told(
    client: Client, small: ClassCourse, chess: ClassCourse, clock: time_machine.Traveller
) -> None:
    first = family(small, MEI, BAO)
    assert decide(clock) == 1
    assert (standing(chess), taken(small, chess)) == ([("Mei", None)], [0, 2])
    told = Message.objects.get(kind="classes.merged")
    assert [word in told.text for word in ("Painting does not take place", "a place in Chess")] == [True, True]
    assert "You have a place" in client.get(first.page).content.decode()
    page = client.get("/en/sunshine/classes/painting/").content.decode()
    assert 'goes on in <a href="/en/sunshine/classes/chess/">Chess</a>' in page
    assert [decide_minimums(), Message.objects.filter(kind="classes.merged").count()] == [0, 1]


def test_those_without_room_wait_behind_the_line_in_order(
    small: ClassCourse, chess: ClassCourse, clock: time_machine.Traveller
) -> None:
    family(chess, ("A", "2018-01-01"), ("B", "2018-01-01"))
    for children in ((MEI,), (BAO, AN)):
        family(small, *children)
    ClassCourse.objects.filter(pk=small.pk).update(capacity=3)
    family(small, LI)  # waits there, and does so behind those who had a place
    decide(clock)
    assert standing(chess) == [("A", None), ("Mei", None), ("Bao", 1), ("Li", 2)]
    assert kinds_told() == ["classes.merged", "classes.merged_waiting", "classes.merged_waiting", "classes.waiting"]


def test_first_without_room_is_offered_what_is_left(
    small: ClassCourse, chess: ClassCourse, clock: time_machine.Traveller
) -> None:
    family(chess, ("A", "2018-01-01"), ("B", "2018-01-01"))
    pair, single = family(small, MEI, BAO), family(small, AN)
    decide(clock)
    assert ([each.offers.count() for each in (pair, single)], taken(chess)) == ([1, 0], [3])


def test_wrong_age_and_second_sign_up_stay_behind_and_hear_it(
    small: ClassCourse, chess: ClassCourse, clock: time_machine.Traveller
) -> None:
    family(chess, MEI)
    for child in (MEI, ("Bao", "2022-01-01"), AN):
        family(small, child)
    decide(clock)
    assert [name for name, _queue in standing(small)] == ["Mei", "Bao"]
    assert (kinds_told(), taken(chess)) == (["classes.called_off", "classes.called_off", "classes.merged"], [2])


def test_class_that_takes_nobody_leaves_it_called_off(
    small: ClassCourse, chess: ClassCourse, clock: time_machine.Traveller
) -> None:
    family(small, MEI)
    ClassCourse.objects.filter(pk=chess.pk).update(is_cancelled=True)
    decide(clock)
    small.refresh_from_db()
    assert (kinds_told(), small.is_called_off, small.merged_into) == (["classes.called_off"], True, None)


def test_enough_come_and_nobody_goes_over(
    small: ClassCourse, chess: ClassCourse, clock: time_machine.Traveller
) -> None:
    family(small, MEI, BAO, AN, LI)
    decide(clock)
    assert (kinds_told(), taken(small, chess)) == (["classes.takes_place"], [4, 0])


def test_number_of_the_other_is_asked_once_all_have_come(
    small: ClassCourse, chess: ClassCourse, clock: time_machine.Traveller
) -> None:
    ClassCourse.objects.filter(pk=chess.pk).update(minimum=3, closes_at=small.closes_at)
    family(chess, ("A", "2018-01-01"))
    family(small, MEI, BAO)
    assert decide(clock) == 2
    assert kinds_told() == ["classes.merged", "classes.takes_place", "classes.takes_place"]


def test_classes_come_before_what_they_go_on_in() -> None:
    assert list(merging_first({1: None, 2: 1, 3: 2})) == [3, 2, 1]
    assert sorted(merging_first({1: 2, 2: 1})) == [1, 2]


def test_editors_form_refuses_what_cannot_be_merged(
    admin_client: Client, chess: ClassCourse, sunshine: Community
) -> None:
    index = ClassIndexPage.objects.in_community(sunshine).first()
    other = make_class(community_with("classes", slug="riverside"))
    sent: dict[str, Any] = {"title": "儿童画", "summary": "画", "starts_on": "2026-09-15", "start_time": "16:30"}
    sent |= {"end_time": "18:00", "repeats": "never", "every": "1", "sign_up_for": "course", "seats_by": "first"}
    sent |= {"capacity": "3", "minimum": "2", "closes_at": "2026-09-10 12:00"}
    for prefix in ("changes", "comments"):
        sent |= {f"{prefix}-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    address = reverse("wagtailadmin_pages:add", args=["class_signups", "classpage", index.pk])

    def problem(course: ClassCourse, **values: str) -> bool:
        answer = admin_client.post(address, sent | {"merge_into": str(page_of(course).pk)} | values)
        return answer.status_code == 200 and "merge_into" in answer.context["form"].errors

    assert [problem(other), problem(chess, minimum=""), problem(chess, sign_up_for="sessions"), problem(chess)] == [
        True,
        True,
        True,
        False,
    ]


#: Dies between the first family that went over and the commit; then several decide at once while others sign up.
CRASH = """
from django.core.exceptions import ValidationError
from django.db import transaction
from portal.notifications.models import Message
from portal.plugins.bundled.class_signups.minimum import decide

def deciding(left):
    with transaction.atomic():
        decide(left.pk)
        os._exit(9)

def act(number):
    if number % 2:
        decide(left.pk)
        return
    try:
        guardian(to, 100 + number, uuid.uuid4())
    except ValidationError:
        pass

to, left = new_course(), new_course()
for number in range({families}):
    guardian(left, number, uuid.uuid4())
past = timezone.now() - dt.timedelta(minutes=1)
ClassCourse.objects.filter(pk=left.pk).update(minimum=99, closes_at=past, merge_into=to)
connections.close_all()
died = context.Process(target=deciding, args=(left,))
died.start()
died.join()
left.refresh_from_db()
before = [died.exitcode, left.decided_at, left.taken]
codes = everybody(act, {people})
about = [entry.about for entry in ClassSignUp.objects.filter(course=to)]
merged = Message.objects.filter(kind__startswith="classes.merged", about__in=about).count()
to.refresh_from_db()
left.refresh_from_db()
there = ClassSignUp.objects.filter(course=to)
queues = sorted(there.exclude(queue=None).values_list("queue", flat=True))
print(json.dumps([before, sum(codes), merged, to.taken, left.taken, there.count(), queues]))
"""


def test_crash_between_undoes_all_and_the_next_run_does_all(database: Database) -> None:
    families, places, people = (9, 6, 12) if connection.vendor == "postgresql" else (4, 3, 4)
    found = database.run(PREPARE.format(code=CODE, places=places) + CRASH.format(families=families, people=people))
    newcomers = people // 2
    waiting = list(range(1, families + newcomers - places + 1))
    assert found == [[9, None, places], 0, families, places, 0, families + newcomers, waiting]
