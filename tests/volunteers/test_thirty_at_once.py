"""Thirty people who want the ten places of a duty at the same moment: real processes on PostgreSQL."""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from portal.volunteers.models import Claim, Duty, Member, Shift, Team
from tests.factories.communities import CommunityFactory
from tests.factories.volunteers import make_duty, make_member

ROOT = Path(__file__).resolve().parents[2]
PEOPLE, PLACES = 30, 10
# One program that is set up, and from it a process for each person: all wait at the same pipe and claim when it closes.
RUSH = """
import os, sys
import django; django.setup()
from django.core.exceptions import ValidationError
from portal.volunteers.claims import claim
from portal.volunteers.models import Member, Shift
shift, members = int(sys.argv[1]), [int(pk) for pk in sys.argv[2].split(",")]
wait, start = os.pipe()
children = []
for pk in members:
    child = os.fork()
    if not child:
        os.close(start)
        os.read(wait, 1)
        try:
            claim(Shift.objects.get(pk=shift), member=Member.objects.get(pk=pk))
        except ValidationError:
            os._exit(1)
        except BaseException:
            os._exit(2)
        os._exit(0)
    children.append(child)
os.close(wait); os.close(start)
print(sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def committed(run: Callable[[], Any]) -> Any:
    """`run()` on a connection of its own, outside the test's transaction: other processes see what it writes."""

    def alone() -> Any:
        try:
            return run()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(alone).result()


def prepare() -> tuple[Duty, list[Member]]:
    community = CommunityFactory(code="998877665533", slug="thirty")
    team = Team.objects.create(community=community, key=uuid.uuid4())
    return make_duty(team, places=PLACES), [make_member(team) for _number in range(PEOPLE)]


@pytest.fixture
def rush() -> Iterator[tuple[Duty, list[Member]]]:
    duty, members = committed(prepare)
    yield duty, members
    community = duty.team.community
    committed(lambda: [row.delete() for row in (community, community.street, community.street.district)])


def test_exactly_ten_of_thirty_have_a_place(rush: tuple[Duty, list[Member]]) -> None:
    duty, members = rush
    shift = duty.shifts.get()
    database = connection.settings_dict
    url = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    numbers = ",".join(str(member.pk) for member in members)
    command = [sys.executable, "-c", RUSH, str(shift.pk), numbers]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout.strip()) == (0, str([0] * PLACES + [1] * (PEOPLE - PLACES))), done.stderr
    shift = Shift.objects.get(pk=shift.pk)
    assert (shift.taken, Claim.objects.filter(shift=shift).count()) == (PLACES, PLACES)
