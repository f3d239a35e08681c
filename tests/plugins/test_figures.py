"""The figures of a year: sums that apps and plugins give, of the communities somebody edits."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.plugins.actions import disable_plugin
from portal.plugins.bundled.class_signups.attendance import check_in
from portal.plugins.bundled.class_signups.hooks import figures
from portal.plugins.bundled.class_signups.models import ClassChild, ClassCourse, ClassSignUp
from tests.class_signups.care import BEGIN, care_group, join
from tests.factories.people import city_administrator, staff
from tests.factories.plugins import community_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
FIGURES = "/admin/figures/"


@pytest.fixture
def _english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def course() -> Any:
    """Mei comes on the first two days of two hours, Bao on the first: four hours given, six hours of people."""
    with time_machine.travel(BEGIN - dt.timedelta(hours=6), tick=False) as clock:
        course = care_group(community_with("classes", slug="sunshine"))
        mei, bao = join(course, "Mei", "Bao")
        by = staff(course.community, Role.EDITOR)
        clock.move_to(BEGIN + dt.timedelta(days=4))
        first, second, *_others = course.sessions.select_related("course")
        for child, session in ((mei, first), (bao, first), (mei, second)):
            check_in(child, session, by=by)
        yield course


def table(client: Client, user: Any, query: str = "") -> list[list[str]]:
    client.force_login(user)
    page = client.get(FIGURES + query).content.decode()
    listing = re.search(r'<table class="listing"><thead><tr><th scope="col">Community.*?</table>', page, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", listing[0], re.DOTALL) if listing else []
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


def test_figures_of_a_year_stand_by_community(client: Client, course: ClassCourse) -> None:
    here = str(course.community)
    labels = ["Community", "Class hours given", "Hours people spent in classes"]
    assert table(client, staff(course.community, Role.EDITOR)) == [labels, [here, "4", "6"]]
    assert table(client, city_administrator()) == [labels, [here, "4", "6"]]
    assert table(client, city_administrator(), "?year=2025") == []
    assert table(client, city_administrator(), "?year=x") == [labels, [here, "4", "6"]]


def test_figures_are_for_those_who_edit_there(client: Client, course: ClassCourse) -> None:
    riverside = community_with("classes", slug="riverside")
    assert table(client, staff(riverside, Role.LEAD)) == []
    client.force_login(staff(course.community, Role.CONTRIBUTOR))
    assert client.get(FIGURES).status_code == 302  # to the start page, with a word
    disable_plugin("classes", community=course.community)
    assert table(client, city_administrator()) == []


def test_figures_stay_when_children_are_erased(course: ClassCourse) -> None:
    def counted() -> list[int]:
        year = timezone.localdate().replace(month=1, day=1), timezone.localdate().replace(month=12, day=31)
        with CaptureQueriesContext(connection) as found:
            values = [figure.value for figure in figures(Community.objects.all(), *year)]
        assert len(found) == 2
        return values

    ClassSignUp.erase_related(list(ClassSignUp.objects.values_list("pk", flat=True)))
    assert (counted(), ClassChild.objects.exclude(name="").count()) == ([4, 6], 0)
