"""Many guardians at the same moment, each a process with a connection of its own."""

import pytest
from django.db import connection

from tests.processes import CODE, Database

pytestmark = pytest.mark.django_db
PLACES = 30
#: The course as `storing` would have it; no page is needed to sign up for it.
PREPARE = """
import datetime as dt, json, multiprocessing, os, sys, uuid
from django.db import connections
from django.utils import timezone
from portal.communities.models import Community
from portal.names import Names
from portal.participation.actions import hand_in
from portal.plugins.actions import set_policy
from portal.plugins.choices import Policy
from portal.plugins.models import Activation
from portal.plugins.bundled.class_signups.models import ClassChild, ClassCourse, ClassSignUp
set_policy("classes", Policy.AVAILABLE)
community = Community.objects.get(code="{code}")
Activation.objects.get_or_create(plugin_id="classes", community=community, defaults={{"is_on": True}})
day = timezone.localdate() + dt.timedelta(days=9)
context = multiprocessing.get_context("fork")

def new_course():
    return ClassCourse.objects.create(key=uuid.uuid4(), community=community, names=Names({{"zh-hans": "儿童画"}}),
        path="classes/x/", first_day=day, last_day=day, capacity={places})

def guardian(course, number, once, answered=None):
    entry = ClassSignUp(course=course, community=community, name="王芳", phone="13800138000")
    entry.new_children = (ClassChild(name=f"Child {{number}}", born="2018-01-01"),)
    sent = hand_in(entry, once=once)
    if answered is not None:
        answered[number] = sent.pk

def everybody(act, people):
    connections.close_all()
    barrier = context.Barrier(people)
    def person(number):
        barrier.wait()
        code = 0
        try:
            act(number)
        except BaseException:
            code = 7
        finally:
            connections.close_all()
            os._exit(code)
    started = [context.Process(target=person, args=(number,)) for number in range(people)]
    for each in started:
        each.start()
    for each in started:
        each.join()
    return [each.exitcode for each in started]

def outcome(course):
    course.refresh_from_db()
    entries = ClassSignUp.objects.filter(course=course)
    waiting = entries.exclude(queue=None).order_by("queue").values_list("queue", flat=True)
    return [course.taken, entries.filter(queue=None).count(), list(waiting)]

guardian(new_course(), 999, uuid.uuid4())  # what a first sign-up loads is there for those who are forked
"""
ROUNDS = """
found = []
for _round in range({rounds}):
    course = new_course()
    codes = everybody(lambda number: guardian(course, number, uuid.uuid4()), {people})
    found.append([sum(codes), *outcome(course)])
print(json.dumps(found))
"""
KILLED = """
course = new_course()
onces = [uuid.uuid4() for _number in range({people})]
answered = context.Array("i", {people}, lock=False)  # whoever is killed takes no lock along
connections.close_all()
arguments = [(course, number, onces[number], answered) for number in range({people})]
started = [context.Process(target=guardian, args=each) for each in arguments]
for each in started:
    each.start()
for each in started:
    if any(answered):
        break
    each.join(0.2)  # somebody has an answer by then, or is done
for each in started[::3]:
    each.kill()  # -9; nothing where it is done already
for each in started:
    each.join()
kept = [pk for pk in answered if pk]
lost = [pk for pk in kept if not ClassSignUp.objects.filter(pk=pk).exists()]
for number in range({people}):
    guardian(course, number, onces[number])  # everybody presses once more
print(json.dumps([len(lost), ClassSignUp.objects.filter(course=course).count(), *outcome(course)]))
"""


def run(database: Database, act: str, **numbers: int) -> object:
    return database.run(PREPARE.format(code=CODE, places=numbers["places"]) + act.format(**numbers))


def test_guardians_at_once_get_the_places_and_the_others_wait_in_order(database: Database) -> None:
    people, places, rounds = (40, PLACES, 20) if connection.vendor == "postgresql" else (8, 6, 2)
    waiting = list(range(1, people - places + 1))
    found = run(database, ROUNDS, people=people, places=places, rounds=rounds)
    assert found == [[0, places, places, waiting]] * rounds


def test_killed_workers_lose_nothing_and_double_nothing(database: Database) -> None:
    people, places = (40, PLACES) if connection.vendor == "postgresql" else (8, 6)
    waiting = list(range(1, people - places + 1))
    assert run(database, KILLED, people=people, places=places) == [0, people, places, places, waiting]
