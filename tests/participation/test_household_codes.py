"""Printing, replacing, redeeming codes; what is stored, logged and forgotten."""

import datetime as dt
import json

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.communities.models import Household
from portal.names import Names
from portal.participation import household_codes, household_throttle
from portal.participation.household_choices import CodeProblem
from portal.participation.household_code import ALPHABET, digest_of, draw_code, read_code
from portal.participation.household_codes import erase_old_codes, issue_codes
from portal.participation.household_matters import close_household_matter, set_household_matter
from portal.participation.household_visits import CodeRefused, find_code
from portal.participation.models import HouseholdCode, HouseholdMatter
from portal.participation.throttle import Throttle
from tests.factories.communities import CommunityFactory
from tests.factories.households import TITLES, code_of, make_matter, make_stairwell

pytestmark = pytest.mark.django_db
WRONG = draw_code()


@pytest.fixture
def community():
    return CommunityFactory()


@pytest.fixture
def stairwell(community):
    return make_stairwell(community, rooms=["101", "102", "201"])


@pytest.fixture
def matter(community, stairwell):
    return make_matter(community, stairwells=[stairwell])


def households(stairwell):
    return list(Household.objects.filter(stairwell=stairwell).order_by("room"))


def problem(community, typed, *, address="203.0.113.7"):
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    with pytest.raises(CodeRefused) as refused:
        find_code(request, community, typed)
    return refused.value.problem


def found(community, typed):
    return find_code(RequestFactory().post("/"), community, typed).household


def test_each_household_gets_a_code_once(matter, stairwell):
    first = issue_codes(matter, households(stairwell)[:2], by=None)
    second = issue_codes(matter, households(stairwell), by=None)

    assert [each.household.room for each in first] == ["101", "102"]
    assert [each.household.room for each in second] == ["201"]
    assert issue_codes(matter, households(stairwell), by=None) == []


def test_code_is_nowhere_in_the_database_or_the_log(matter, stairwell):
    [issued] = issue_codes(matter, households(stairwell)[:1], by=None)

    rows = [str(list(HouseholdCode.objects.values())), str(list(ModelLogEntry.objects.values()))]
    assert not any(issued.code in row or issued.spelt in row for row in rows)
    assert issued.code not in repr(issued)
    assert HouseholdCode.objects.get().digest == digest_of(issued.code)


def test_replaced_code_stops_and_is_logged(matter, stairwell, community, django_user_model):
    editor = django_user_model.objects.create(username="editor")
    household = households(stairwell)[0]
    old = code_of(matter, household)
    [new] = issue_codes(matter, [household], by=editor, replace=True, why="letter lost")

    assert problem(community, old) == CodeProblem.REPLACED
    assert found(community, new.code) == household
    entry = ModelLogEntry.objects.filter(action="participation.replace_codes").get()
    assert entry.user == editor
    assert json.loads(json.dumps(entry.data)) == {"letters": 1, "replaced": [household.pk], "why": "letter lost"}


def test_replacing_wants_a_reason(matter, stairwell):
    with pytest.raises(ValidationError):
        issue_codes(matter, households(stairwell), by=None, replace=True, why="  ")


def test_database_keeps_one_valid_code_of_a_household(matter, stairwell):
    household = households(stairwell)[0]
    code_of(matter, household)

    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdCode.objects.create(matter=matter, household=household, digest="x")


def test_households_that_are_not_asked_get_none(matter, community):
    elsewhere = make_stairwell(community)

    with pytest.raises(ValidationError):
        issue_codes(matter, households(elsewhere), by=None)


def test_print_run_has_a_limit(matter, stairwell, monkeypatch):
    monkeypatch.setattr(household_codes, "MOST_LETTERS", 2)

    with pytest.raises(ValidationError):
        issue_codes(matter, households(stairwell), by=None)
    assert HouseholdCode.objects.count() == 0


def test_code_is_good_for_any_number_of_visits(matter, stairwell, community):
    household = households(stairwell)[0]
    code = code_of(matter, household)

    assert [found(community, code) for _visit in range(3)] == [household] * 3


def test_code_is_of_one_community(matter, stairwell):
    code = code_of(matter, households(stairwell)[0])

    assert problem(CommunityFactory(), code) == CodeProblem.UNKNOWN


def test_code_ends_with_its_matter(matter, stairwell, community):
    code = code_of(matter, households(stairwell)[0])
    close_household_matter(matter, by=None)

    assert problem(community, code) == CodeProblem.CLOSED


def test_code_waits_for_its_matter(community, stairwell):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    matter = make_matter(community, stairwells=[stairwell], opens_at=tomorrow)
    code = code_of(matter, households(stairwell)[0])

    assert problem(community, code) == CodeProblem.TOO_EARLY
    with time_machine.travel(tomorrow + dt.timedelta(seconds=1), tick=False):
        assert found(community, code).room == "101"


def test_closed_matter_makes_no_letters(matter, stairwell):
    close_household_matter(matter, by=None)

    with pytest.raises(ValidationError):
        issue_codes(matter, households(stairwell), by=None)


def test_slips_are_no_guesses(matter, community, monkeypatch):
    monkeypatch.setattr(household_throttle, "FROM_NETWORK", Throttle("test", 2))
    slip = WRONG[:-1] + next(sign for sign in ALPHABET if sign != WRONG[-1])

    assert {problem(community, slip) for _time in range(5)} == {CodeProblem.MISSPELT}
    assert problem(community, WRONG) == CodeProblem.UNKNOWN


def test_guessing_closes_the_door_to_a_network(matter, stairwell, community, monkeypatch):
    monkeypatch.setattr(household_throttle, "FROM_NETWORK", Throttle("test", 2))
    code = code_of(matter, households(stairwell)[0])
    for _time in range(2):
        problem(community, WRONG, address="203.0.113.7")

    assert problem(community, code, address="203.0.113.99") == CodeProblem.TOO_MANY
    assert problem(community, WRONG, address="198.51.100.1") == CodeProblem.UNKNOWN


def test_guessing_from_everywhere_closes_the_community(matter, community, monkeypatch):
    monkeypatch.setattr(household_throttle, "IN_COMMUNITY", Throttle("test", 3))
    for number in range(3):
        problem(community, WRONG, address=f"203.0.{number}.7")

    assert problem(community, WRONG, address="198.51.100.1") == CodeProblem.TOO_MANY
    assert problem(CommunityFactory(), WRONG, address="198.51.100.1") == CodeProblem.UNKNOWN


def test_same_matter_is_changed_not_doubled(community, stairwell):
    make_matter(community, stairwells=[stairwell])
    again = make_matter(community, titles=Names({"en": "Again"}))

    assert HouseholdMatter.objects.get() == again
    assert str(again.titles) == "Again"
    assert not again.stairwells.exists()


def test_matter_closes_after_it_opens(community):
    now = timezone.now()
    with pytest.raises(ValidationError):
        set_household_matter(
            owner="x", key="1", community=community, titles=TITLES, path="", opens_at=now, closes_at=now
        )


def test_whole_community_is_asked_where_no_stairwell_is_named(community, stairwell):
    make_stairwell(CommunityFactory())

    assert make_matter(community).households().count() == 3


def test_codes_are_forgotten_after_a_while(matter, stairwell):
    code_of(matter, households(stairwell)[0])
    close_household_matter(matter, by=None)

    assert erase_old_codes() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=91), tick=False):
        assert erase_old_codes() == 1


def test_codes_read_as_they_were_drawn(matter, stairwell):
    [issued] = issue_codes(matter, households(stairwell)[:1], by=None)

    assert read_code(issued.spelt) == issued.code
