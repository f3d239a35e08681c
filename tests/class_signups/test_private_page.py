"""What a family changes on its private page: sessions, who comes, whom to tell, what to know."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.communities.models import Community
from portal.participation.models import Consent
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassSession, ClassSignUp
from tests.class_signups.families import sign_up
from tests.class_signups.test_changes import called_off, confirm, proposed, republish, staff  # noqa: F401 - a fixture
from tests.class_signups.test_many_at_once import PREPARE
from tests.class_signups.test_pages import queries_at
from tests.factories.classes import make_class
from tests.processes import CODE, Database

pytestmark = pytest.mark.django_db
MEI, BAO = ("Mei", "2018-05-31"), ("Bao", "2018-05-30")
CONTACT = {"action": "contact", "name": "王芳", "phone": "13800138000", "email": "", "needs": "", "consent_0_seen": "1"}


@pytest.fixture
def course(sunshine: Community) -> ClassCourse:
    return make_class(sunshine, sign_up_for="sessions", times=3, capacity=2)


@pytest.fixture
def sessions(course: ClassCourse) -> list[ClassSession]:
    return list(course.sessions.all())


def family(course: ClassCourse, sessions: list[ClassSession], *children: tuple[str, str]) -> str:
    """Its private page."""
    return sign_up(Client(), course, *children, sessions=[str(each.pk) for each in sessions]).url


def choose(client: Client, page: str, *sessions: ClassSession) -> Any:
    return client.post(page, {"action": "sessions", "session": [str(each.pk) for each in sessions]})


def taken(course: ClassCourse) -> list[int]:
    return [each.taken for each in course.sessions.all()]


def test_sessions_are_exchanged_within_places(
    client: Client, course: ClassCourse, sessions: list[ClassSession]
) -> None:
    page = family(course, sessions[:2], MEI, BAO)
    assert choose(client, page, sessions[0], sessions[2]).status_code == 302
    assert taken(course) == [2, 0, 2]
    assert choose(client, page, sessions[2]).status_code == 302
    assert (taken(course), ClassSignUp.objects.get().sessions.get()) == ([0, 0, 2], sessions[2])


def test_full_session_changes_nothing_and_keeps_the_ticks(
    client: Client, course: ClassCourse, sessions: list[ClassSession]
) -> None:
    page = family(course, sessions[:1], MEI)
    family(course, sessions[2:], BAO, ("An", "2018-01-01"))
    answer = choose(client, page, sessions[1], sessions[2])
    text = answer.content.decode()
    assert (answer.status_code, "is full by now. Nothing was changed" in text) == (409, True)
    assert (taken(course), f'value="{sessions[1].pk}" checked' in text) == ([1, 0, 2], True)


def test_last_session_and_unknown_ones_are_refused_kindly(
    client: Client, course: ClassCourse, sessions: list[ClassSession]
) -> None:
    page = family(course, sessions[:1], MEI)
    assert "keep at least one session" in choose(client, page).content.decode()
    foreign = make_class(course.community, slug="other", sign_up_for="sessions").sessions.first()
    assert choose(client, page, foreign).status_code == 409
    assert client.post(page, {"action": "sessions", "session": ["x", "9" * 50]}).status_code == 409
    assert taken(course) == [1, 0, 0]


def test_session_that_was_stays_when_the_others_are_given_up(
    client: Client, course: ClassCourse, sessions: list[ClassSession], clock: time_machine.Traveller
) -> None:
    page = family(course, sessions, MEI)
    clock.move_to(sessions[0].ends)
    assert str(sessions[0].pk) not in [each.value for each in ClassSignUp.objects.get().get_session_choices()]
    assert choose(client, page, sessions[2]).status_code == 302
    assert taken(course) == [1, 0, 1]


def test_after_closing_sessions_are_given_up_only(
    client: Client, course: ClassCourse, sessions: list[ClassSession], clock: time_machine.Traveller
) -> None:
    page = family(course, sessions[:2], MEI)
    ClassCourse.objects.filter(pk=course.pk).update(closes_at=timezone.now())
    assert "not take others: Sign-up is closed" in choose(client, page, *sessions).content.decode()
    assert choose(client, page, sessions[0]).status_code == 302
    assert taken(course) == [1, 0, 0]


def test_one_of_siblings_is_cancelled_in_all_sessions(
    client: Client, course: ClassCourse, sessions: list[ClassSession]
) -> None:
    page = family(course, sessions[:2], MEI, BAO)
    bao = ClassSignUp.objects.get().children.last()
    client.post(page, {"action": f"child:{bao.pk}"})
    assert taken(course) == [1, 1, 0]
    gone = client.post(page, {"action": f"child:{bao.pk}"})
    assert (gone.status_code, "not signed up any more" in gone.content.decode()) == (409, True)


def test_needs_that_come_later_need_consent(client: Client, course: ClassCourse, sessions: list[ClassSession]) -> None:
    page = family(course, sessions[:1], MEI)
    refused = client.post(page, CONTACT | {"needs": "花生过敏"})
    text = refused.content.decode()
    assert (refused.status_code, "We need your consent to keep this" in text, "花生过敏" in text) == (409, True, True)
    assert ClassSignUp.objects.get().needs == ""
    client.post(page, CONTACT | {"needs": "花生过敏", "consent_0": "on"})
    consent = Consent.objects.get(notice__key="classes.needs")
    assert (ClassSignUp.objects.get().needs, consent.guardian) == ("花生过敏", "王芳")
    client.post(page, CONTACT | {"needs": "花生过敏，哮喘"})
    assert (ClassSignUp.objects.get().needs, Consent.objects.count()) == ("花生过敏，哮喘", 2)
    client.post(page, {"action": f"consent:{consent.pk}"})
    assert ClassSignUp.objects.get().needs == ""


def test_what_is_wrong_with_a_phone_stands_at_its_field(
    client: Client, course: ClassCourse, sessions: list[ClassSession]
) -> None:
    page = family(course, sessions[:1], MEI)
    answer = client.post(page, CONTACT | {"phone": "no", "name": "Wang Fang"})
    form = answer.context["entry"].refused_form
    assert (list(form.errors), form["name"].value()) == (["phone"], "Wang Fang")
    assert 'value="Wang Fang"' in answer.content.decode()
    assert ClassSignUp.objects.get().name == "王芳"


def test_page_says_what_changed_and_what_is_called_off(
    client: Client,
    course: ClassCourse,
    sessions: list[ClassSession],
    staff: Client,  # noqa: F811 - the fixture
) -> None:
    page = family(course, sessions[:2], MEI)
    republish(course, called_off(sessions[0].starts.date()))
    assert "15 September 16:30–18:00 is called off" not in client.get(page).content.decode()
    confirm(staff, proposed(course))
    text = client.get(page).content.decode()
    assert ["is called off" in text, "16:30–18:00 (called off)" in text] == [True, True]


def test_page_leads_to_the_class_and_to_its_draw(client: Client, sunshine: Community) -> None:
    for slug, values, with_draw in (("plain", {}, False), ("drawn", {"seats_by": "draw", "seed_source": "3D"}, True)):
        course = make_class(sunshine, slug=slug, **values)
        page = sign_up(Client(), course, MEI).url
        urls = (f"/en/sunshine/classes/{slug}/", f"/en/sunshine/x/classes/{course.pk}/draw/")
        text = client.get(page).content.decode()
        assert [f'href="{url}"' in text for url in urls] == [True, with_draw]
        assert [client.get(url).status_code for url in urls] == [200, 200 if with_draw else 404]
        ClassCourse.objects.filter(pk=course.pk).update(is_public=False)
        text = client.get(page).content.decode()
        assert [f'href="{url}"' in text for url in urls] == [False, False]


def test_page_takes_the_same_queries_for_more_sessions(sunshine: Community) -> None:
    found = []
    for slug, times in (("few", 3), ("many", 30)):
        course = make_class(sunshine, slug=slug, sign_up_for="sessions", times=times)
        found.append(queries_at(family(course, list(course.sessions.all()), MEI)))
    assert found == [16, 16]


EXCHANGE = """
from django.db.models import Sum
from portal.participation.actions import withdraw
from portal.participation.models import Taking
from portal.plugins.bundled.class_signups.changing_sessions import change_sessions
from portal.plugins.bundled.class_signups.models import ClassSession

found = []
for _round in range({rounds}):
    course = ClassCourse.objects.create(key=uuid.uuid4(), community=community, names=Names({{"zh-hans": "单次"}}),
        path="classes/x/", first_day=day, last_day=day, sign_up_for="sessions")
    starts = [timezone.now() + dt.timedelta(days=9, hours=hour) for hour in range(2)]
    sessions = [ClassSession.objects.create(course=course, original=at, starts=at, ends=at + dt.timedelta(hours=1),
        capacity={places}) for at in starts]
    entries = []
    for number in range({people}):
        entry = ClassSignUp(course=course, community=community, name="王芳", phone="13800138000")
        entry.new_children = (ClassChild(name=f"Child {{number}}", born="2018-01-01"),)
        entry.new_sessions = (sessions[number % 2],)
        entries.append(hand_in(entry, once=uuid.uuid4()).pk)

    def act(number):
        entry = ClassSignUp.objects.get(pk=entries[number])
        if number % 5 == 4:
            withdraw(entry)
        else:
            change_sessions(entry, [str(sessions[1 - number % 2].pk)])

    codes = everybody(act, {people})
    there = [ClassSession.objects.get(pk=each.pk) for each in sessions]
    placed = [ClassSignUp.objects.filter(sessions=each, withdrawn_at=None).count() for each in there]
    sums = [each.takings.aggregate(all=Sum("count"))["all"] or 0 for each in there]
    found.append([sum(codes), [each.taken for each in there] == placed == sums, max(placed) <= {places}])
print(json.dumps(found))
"""


def test_families_exchange_sessions_at_once_and_never_oversell(database: Database) -> None:
    people, places, rounds = (12, 7, 4) if connection.vendor == "postgresql" else (4, 3, 1)
    code = PREPARE.format(code=CODE, places=places) + EXCHANGE.format(people=people, places=places, rounds=rounds)
    assert database.run(code) == [[0, True, True]] * rounds
