"""The page where a code is typed, and what the browser keeps of it."""

import datetime as dt
import logging

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from portal.communities.models import Household
from portal.participation.household_codes import issue_codes
from portal.participation.household_matters import close_household_matter
from portal.participation.household_visits import COOKIE, household_visit
from tests.factories.home import opened_community
from tests.factories.households import code_of, make_matter, make_stairwell

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    return opened_community(slug="sunshine")


@pytest.fixture
def household(community):
    return Household.objects.filter(stairwell=make_stairwell(community)).first()


@pytest.fixture
def matter(community, household):
    return make_matter(community, path="renovation/pipes/needs/")


def visit(client, matter):
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    return household_visit(request, matter)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_code_leads_to_what_it_is_for(client, matter, household, language):
    code = code_of(matter, household)
    response = client.post(f"/{language}/sunshine/code/", {"code": code.lower()})

    assert (response.status_code, response["Location"]) == (302, f"/{language}/sunshine/renovation/pipes/needs/")
    assert visit(client, matter).household == household


def test_asking_for_the_page_sets_no_household(client, community):
    response = client.get("/en/sunshine/code/")

    assert response.status_code == 200
    assert COOKIE not in response.cookies
    assert "no-store" in response["Cache-Control"]
    assert "Code from the letter" in response.content.decode()


def test_cookie_is_out_of_reach_of_scripts(client, matter, household):
    client.post("/en/sunshine/code/", {"code": code_of(matter, household)})
    cookie = client.cookies[COOKIE]

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 1800)


def test_visit_ends_after_half_an_hour(client, matter, household):
    client.post("/en/sunshine/code/", {"code": code_of(matter, household)})

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31), tick=False):
        assert visit(client, matter) is None


def test_visit_is_of_one_matter(client, community, matter, household):
    client.post("/en/sunshine/code/", {"code": code_of(matter, household)})

    assert visit(client, make_matter(community, key="2")) is None


def test_visit_ends_with_the_code_and_with_the_matter(client, matter, household):
    client.post("/en/sunshine/code/", {"code": code_of(matter, household)})
    [new] = issue_codes(matter, [household], by=None, replace=True, why="lost")
    assert visit(client, matter) is None

    client.post("/en/sunshine/code/", {"code": new.spelt})
    assert visit(client, matter).household == household
    assert visit(client, close_household_matter(matter, by=None)) is None


def test_forged_cookie_is_nobody(client, matter):
    client.cookies[COOKIE] = "W1sxLDFd:forged:x"

    assert visit(client, matter) is None


def test_wrong_code_says_what_to_do(client, matter):
    response = client.post("/en/sunshine/code/", {"code": "2222-2222-2223"})

    assert response.status_code == 422
    assert "typing mistake" in response.content.decode()


def test_code_is_written_into_no_log(client, matter, household, caplog):
    code = code_of(matter, household)
    loggers = [logging.getLogger(name) for name in ("portal.access", "portal.security")]
    for logger in loggers:
        logger.addHandler(caplog.handler)
    with caplog.at_level(logging.DEBUG):
        client.post("/en/sunshine/code/", {"code": code})
        client.post("/en/sunshine/code/", {"code": code[:-1]})
    for logger in loggers:
        logger.removeHandler(caplog.handler)

    assert "code/" in caplog.text
    assert code not in caplog.text
    assert code[:-1] not in caplog.text


def test_there_is_no_such_page_of_the_city(client, community):
    assert client.get("/en/code/").status_code == 404


def test_closed_community_takes_no_codes(client, community):
    type(community).objects.filter(pk=community.pk).update(status="preparing")

    assert client.get("/en/sunshine/code/").status_code == 404
