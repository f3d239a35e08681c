"""Two answers of one household at the same moment, by two real processes on PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from portal.communities.models import Community, Household
from portal.participation.models import HouseholdMatter
from portal.renovation.models import NeedsAnswer, NeedsSurvey, RenovationProject, Wish
from tests.factories.communities import CommunityFactory
from tests.factories.renovation import make_home, make_survey, named

ROOT = Path(__file__).resolve().parents[2]
#: Each sends its own list many times, so that they meet.
ANSWER = """
import django; django.setup()
import sys
from portal.communities.models import Household
from portal.renovation.actions.surveys import answer_needs
from portal.renovation.models import NeedsSurvey, Wish
survey = NeedsSurvey.objects.select_related("matter").get()
household = Household.objects.order_by("pk").first()
wishes = list(Wish.objects.filter(survey=survey, names__en__in=sys.argv[1].split(",")))
print("ready", flush=True)
input()
for _time in range(25):
    answer_needs(survey, wishes, household=household)
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


def asked() -> Community:
    community = CommunityFactory(code="998877665533", slug="two-answers")
    project = RenovationProject.objects.create(
        community=community, key="6f1f6f0e-1111-4222-8333-944455566677", slug="pipes", names=named("pipes")
    )
    make_home(project, rooms=("101",))
    make_survey(project)
    return community


@pytest.fixture(autouse=True)
def _asked() -> Iterator[None]:
    community = committed(asked)
    yield
    committed(lambda: [row.delete() for row in (community, community.street, community.street.district)])


def household_with(wishes: str) -> subprocess.Popen[str]:
    database = connection.settings_dict
    url = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, "-c", ANSWER, wishes], env=environment, cwd=ROOT, **pipes)
    assert process.stdout.readline() == "ready\n"
    return process


def test_two_answers_of_one_household_are_one() -> None:
    processes = [household_with("pipes,lamp"), household_with("bench,bicycles")]
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=120)[1] for process in processes]

    assert [process.returncode for process in processes] == [0, 0], errors
    answer = NeedsAnswer.objects.get()
    lists = {row.wish.names["en"] for row in answer.ranked.select_related("wish")}
    assert lists in ({"pipes", "lamp"}, {"bench", "bicycles"})
    assert sorted(answer.ranked.values_list("place", flat=True)) == [1, 2]
    assert (Household.objects.count(), HouseholdMatter.objects.count()) == (1, 1)
    assert (NeedsSurvey.objects.count(), Wish.objects.count()) == (1, 4)
