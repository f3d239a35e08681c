"""Print runs in the admin: who is chosen, what stands on the sheets."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.communities.choices import Role
from portal.communities.models import Household
from portal.names import Names
from portal.participation.household_code import digest_of, read_code
from portal.participation.models import HouseholdCode
from tests.factories.home import opened_community
from tests.factories.households import make_matter, make_stairwell
from tests.factories.people import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    return opened_community(slug="sunshine")


@pytest.fixture
def stairwells(community):
    return [make_stairwell(community, rooms=["101", "102"]), make_stairwell(community, rooms=["301"])]


@pytest.fixture
def matter(community, stairwells):
    return make_matter(
        community, letter_text=Names({"zh-hans": "请排序", "en": "Put them in order"}), letter_digest="ab12"
    )


@pytest.fixture
def editor(client, community):
    client.force_login(staff(community, Role.EDITOR))
    return client


def send(client, matter, stairwells, **values):
    chosen = [str(stairwell.pk) for stairwell in stairwells]
    return client.post(
        reverse("household_letters:letters", args=[matter.pk]), {"stairwells": chosen, "language": "en"} | values
    )


def codes_in(response):
    return re.findall(r'<p class="code">([-\w]+)</p>', response.content.decode())


def test_run_has_a_sheet_for_each_household(editor, matter, stairwells):
    response = send(editor, matter, stairwells[:1])
    text = response.content.decode()

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert len(codes_in(response)) == 2
    assert {digest_of(read_code(code)) for code in codes_in(response)} == set(
        HouseholdCode.objects.values_list("digest", flat=True)
    )
    for words in ("Put them in order", "ab12", f"{settings.PORTAL_BASE_URL}/en/sunshine/code/", 'role="img"'):
        assert words in text


def test_letters_are_in_the_language_chosen(editor, matter, stairwells):
    text = send(editor, matter, stairwells, language="zh-hans").content.decode()

    assert "请排序" in text
    assert "并输入您家的代码" in text
    assert "/zh-hans/sunshine/code/" in text


def test_second_run_prints_only_who_has_none(editor, matter, stairwells):
    send(editor, matter, stairwells[:1])
    again = send(editor, matter, stairwells[:1])

    assert again.status_code == 422
    assert "这些住户都已有信件" in again.content.decode()
    assert len(codes_in(send(editor, matter, stairwells))) == 1


def test_lost_letter_of_one_room_is_made_anew(editor, matter, stairwells):
    before = codes_in(send(editor, matter, stairwells))
    after = codes_in(send(editor, matter, stairwells, rooms="301", replace="on", why="lost"))

    assert len(after) == 1
    assert after[0] not in before
    assert HouseholdCode.objects.valid().count() == 3


def test_replacing_without_a_reason_is_refused(editor, matter, stairwells):
    assert send(editor, matter, stairwells, replace="on").status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_form_takes_a_constant_number_of_queries(editor, community, number):
    for _number in range(number):
        make_stairwell(community)
    matter = make_matter(community)
    form, index = reverse("household_letters:letters", args=[matter.pk]), reverse("household_letters:index")
    assert queries_of(editor, form) - queries_of(editor, index) == FORM_QUERIES


def queries_of(client, address):
    """Of a warm screen of the admin, whose frame has queries of its own."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


#: More than the list of one matter takes.
FORM_QUERIES = 4


def test_neighbours_and_contributors_print_nothing(client, matter, stairwells, community):
    for person in (staff(opened_community(slug="heping"), Role.LEAD), staff(community, Role.CONTRIBUTOR)):
        client.force_login(person)
        response = send(client, matter, stairwells)
        assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert Household.objects.count() == 3
    assert HouseholdCode.objects.count() == 0
