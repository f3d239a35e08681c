"""Many people at the same moment, each a process of its own."""

import pytest
from django.db import connection

from tests.processes import CODE, Database

pytestmark = pytest.mark.django_db
#: Forked after Django is set up: thirty real processes need not load it thirty times.
AT_ONCE = """
import json, multiprocessing, os, sys, uuid
from django.db import connections
from portal.communities.models import Community
from tests.workshops.models import SignUp, Workshop
community = Community.objects.get(code="{code}")
workshop = Workshop.objects.create(community=community, title="Lanterns", capacity=10)
once = uuid.uuid4()
context = multiprocessing.get_context("fork")
barrier = context.Barrier({people})

def person(number):
    barrier.wait()
    try:
        done = act(number)
    finally:
        connections.close_all()
    os._exit(done)

def everybody():
    connections.close_all()
    people = [context.Process(target=person, args=(number,)) for number in range({people})]
    for each in people:
        each.start()
    for each in people:
        each.join()
    return sorted(each.exitcode for each in people)
"""
TAKE = """
from portal.participation.places import NoPlaceLeft, take

def act(number):
    try:
        take(workshop, holder=f"person:{number}")
    except NoPlaceLeft:
        return 7
    return 0

codes = everybody()
workshop.refresh_from_db()
print(json.dumps([codes, workshop.taken, workshop.takings.count()]))
"""
HOLD = """
import datetime as dt
from django.utils import timezone
from portal.participation.places import end_holds, give_back, take
take(workshop, holder="held", count=5, until=timezone.now() - dt.timedelta(seconds=1))
take(workshop, holder="going", count=5)

def act(number):
    if number % 3 == 0:
        end_holds()
    elif number % 3 == 1:
        give_back(workshop, holder="going")
    else:
        take(workshop, holder=f"person:{number}")
    return 0

codes = everybody()
workshop.refresh_from_db()
print(json.dumps([set(codes) == {0}, workshop.taken, sum(workshop.takings.values_list("count", flat=True))]))
"""
PRESS = """
from portal.participation.actions import hand_in
from portal.participation.models import Entry

def act(number):
    entry = SignUp(community=community, workshop=workshop, name="Mei", phone="13800138000")
    sent = hand_in(entry, once=once)
    return 0 if sent.token else 7

codes = everybody()
workshop.refresh_from_db()
print(json.dumps([codes, Entry.objects.filter(once=once).count(), workshop.taken]))
"""


def run(database: Database, act: str, people: int) -> object:
    return database.run(AT_ONCE.format(code=CODE, people=people) + act)


def test_thirty_people_at_once_get_ten_places(database: Database) -> None:
    people = 30 if connection.vendor == "postgresql" else 12
    assert run(database, TAKE, people) == [[0] * 10 + [7] * (people - 10), 10, 10]


def test_giving_back_and_ending_holds_at_once_counts_right(database: Database) -> None:
    assert run(database, HOLD, 9) == [True, 3, 3]


def test_button_pressed_eight_times_at_once_is_one_entry(database: Database) -> None:
    assert run(database, PRESS, 8) == [[0] * 8, 1, 1]
