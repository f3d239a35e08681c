"""Thirty people who want the ten places of a duty at the same moment: real processes on PostgreSQL."""

import pytest

from tests.processes import CODE, Database

PEOPLE, PLACES = 30, 10
# One program that is set up, and from it a process for each person: all wait at the same pipe and claim when it closes.
RUSH = f"""
import json, os, uuid
from django.core.exceptions import ValidationError
from django.db import connections
from portal.communities.models import Community
from portal.volunteers.claims import claim
from portal.volunteers.models import Claim, Member, Shift, Team
from tests.factories.volunteers import make_duty, make_member
team = Team.objects.create(community=Community.objects.get(code="{CODE}"), key=uuid.uuid4())
shift = make_duty(team, places={PLACES}).shifts.get()
members = [make_member(team).pk for _number in range({PEOPLE})]
connections.close_all()  # each of them has its own
wait, start = os.pipe()
children = []
for pk in members:
    child = os.fork()
    if not child:
        os.close(start)
        os.read(wait, 1)
        try:
            claim(Shift.objects.get(pk=shift.pk), member=Member.objects.get(pk=pk))
        except ValidationError:
            os._exit(1)
        except BaseException:
            os._exit(2)
        os._exit(0)
    children.append(child)
os.close(wait); os.close(start)
codes = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
shift.refresh_from_db()
print(json.dumps([codes, shift.taken, Claim.objects.filter(shift=shift).count()]))
"""

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def test_exactly_ten_of_thirty_have_a_place(database: Database) -> None:
    assert database.run(RUSH) == [[0] * PLACES + [1] * (PEOPLE - PLACES), PLACES, PLACES]
