"""Signing up: the form, what it says, what it holds and takes."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.communities.models import Community
from portal.notifications.models import Message
from portal.participation.erasing import erase_due, erase_entries, export_entries
from portal.participation.models import Consent, Entry, Places, Taking
from portal.plugins.actions import disable_plugin
from portal.plugins.bundled.class_signups.ages import age_on
from portal.plugins.bundled.class_signups.models import ClassChild, ClassCourse, ClassSignUp
from tests.class_signups.families import form_of, sign_up, typed
from tests.class_signups.test_pages import queries_at
from tests.factories.classes import make_class
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db
MEI, BAO = ("Mei", "2018-05-31"), ("Bao", "2016-02-29")


@pytest.fixture
def course(sunshine: Community) -> ClassCourse:
    return make_class(sunshine, age_from=6, age_to=12, capacity=3)


def text_of(answer) -> str:
    return answer.content.decode()


def test_siblings_are_one_sign_up_with_two_places(client: Client, course: ClassCourse) -> None:
    address = form_of(client, course)
    review = client.post(address, typed(MEI, BAO))
    assert ("Bao" in text_of(review), ClassSignUp.objects.count()) == (True, 0)
    page = client.get(client.post(address, typed(MEI, BAO) | {"confirm": "1"}).url)
    entry = ClassSignUp.objects.get()
    course.refresh_from_db()
    assert (course.taken, [child.name for child in entry.children.all()]) == (2, ["Mei", "Bao"])
    assert entry.shown_reference in text_of(page)
    assert "You have a place" in text_of(page)


def test_pressed_twice_it_is_one(client: Client, course: ClassCourse) -> None:
    address = form_of(client, course)
    pages = {client.post(address, typed(MEI) | {"confirm": "1"}).url for _time in range(2)}
    course.refresh_from_db()
    assert (len(pages), ClassSignUp.objects.count(), course.taken) == (1, 1, 1)


def test_guardian_agrees_by_name_and_is_told(client: Client, course: ClassCourse) -> None:
    sign_up(client, course, MEI)
    consent = Consent.objects.get()
    assert (consent.notice.key, consent.given_by, consent.guardian) == ("classes.guardian", "guardian", "王芳")
    message = Message.objects.get()
    assert "Painting" in message.text
    assert "Mei" not in message.text


def test_another_child_gets_boxes_and_nothing_typed_is_lost(client: Client, course: ClassCourse) -> None:
    answer = client.post(form_of(client, course), typed(MEI) | {"more": "1"})
    form = answer.context["form"]
    assert (form.boxes, form["child_0_name"].value(), form["phone"].value()) == (2, "Mei", "138 0013 8000")
    assert 'name="child_1_name"' in text_of(answer)
    assert ("Please fill this in" in text_of(answer), Taking.objects.count()) == (False, 0)


def test_empty_boxes_of_a_further_child_are_nobody(client: Client, course: ClassCourse) -> None:
    sign_up(client, course, MEI, ("", ""))
    assert ClassChild.objects.count() == 1


@pytest.mark.parametrize(
    ("children", "field", "said"),
    [
        ([("Mei", "2022-05-31")], "child_0_born", "On the first day the child is 4 years old"),
        ([("Mei", "2013-09-15")], "child_0_born", "13 years"),
        ([("Mei", "2027-01-01")], "child_0_born", "still to come"),
        ([("Mei", "")], "child_0_born", "Please fill this in."),
        ([("Mei", "May")], "child_0_born", "Please write the date as 2018-05-31."),
        ([MEI, (" M ei", "2018-05-31")], "child_1_name", "twice"),
        ([MEI, ("Bao", "")], "child_1_born", "Please fill this in."),
    ],
)
def test_what_is_wrong_with_a_child_stands_at_its_field(
    client: Client, course: ClassCourse, children, field, said
) -> None:
    if said == "12 years":  # twelve on the day itself still fits, thirteen the day before does not
        assert sign_up(client, course, *children).status_code == 302
        return
    answer = sign_up(client, course, *children)
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])
    assert 'value="王芳"' in text_of(answer)


def test_day_before_the_birthday_still_fits(client: Client, course: ClassCourse) -> None:
    assert sign_up(client, course, ("Mei", "2013-09-16")).status_code == 302


def test_age_counts_birthdays() -> None:
    leap = dt.date(2016, 2, 29)
    assert [age_on(leap, dt.date(2026, 2, 28)), age_on(leap, dt.date(2026, 3, 1))] == [9, 10]


def test_child_signed_up_by_the_other_parent_is_said_kindly(client: Client, course: ClassCourse) -> None:
    sign_up(client, course, MEI)
    answer = sign_up(client, course, MEI, name="李强", phone="13900139000")
    assert "signed up for this class already" in " ".join(answer.context["form"].errors["child_0_name"])
    assert ClassSignUp.objects.count() == 1


def test_cancelled_child_can_be_signed_up_again(client: Client, course: ClassCourse) -> None:
    client.post(sign_up(client, course, MEI).url, {"action": "withdraw"})
    assert sign_up(client, course, MEI).status_code == 302


def test_looking_holds_nothing_and_the_first_step_does(client: Client, course: ClassCourse) -> None:
    address = form_of(client, course)
    client.get(address)
    assert Taking.objects.count() == 0
    assert "held until" in text_of(client.post(address, typed(MEI)))
    course.refresh_from_db()
    assert (course.taken, Taking.objects.get().until is not None) == (1, True)
    client.post(address, typed(MEI) | {"confirm": "1"})
    course.refresh_from_db()
    assert (course.taken, Taking.objects.get().until, Taking.objects.get().holder) == (
        1,
        None,
        ClassSignUp.objects.get().holder,
    )


def test_hold_that_ended_sends_the_family_to_the_list_not_away(
    client: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    address = form_of(client, course)
    client.post(address, typed(MEI))
    clock.shift(dt.timedelta(minutes=11))
    sign_up(client, course, ("A", "2018-01-01"), ("B", "2018-01-01"), ("C", "2018-01-01"))
    assert "you go on the waiting list" in text_of(client.post(address, typed(MEI)))
    assert client.post(address, typed(MEI) | {"confirm": "1"}).status_code == 302
    assert ClassSignUp.objects.order_by("pk").last().queue == 1


def test_holds_take_a_third_of_the_places_at_most(client: Client, sunshine: Community) -> None:
    course = make_class(sunshine, capacity=9)
    answers = [text_of(client.post(form_of(client, course), typed((f"Child {n}", "2018-01-01")))) for n in range(5)]
    assert ["held until" in answer for answer in answers] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"opens_at": 1}, "Sign-up opens"),
        ({"closes_at": -1}, "Sign-up is closed"),
        ({"is_cancelled": True}, "Called off"),
    ],
)
def test_closed_window_is_said_before_and_after_typing(
    client: Client, sunshine: Community, values, said, clock
) -> None:

    shifted = {k: timezone.now() + dt.timedelta(days=v) if not isinstance(v, bool) else v for k, v in values.items()}
    course = make_class(sunshine, **shifted)
    address = form_of(client, course)
    page = text_of(client.get(address))
    assert (said in page, 'name="phone"' in page) == (True, False)
    answer = client.post(address, typed(MEI) | {"confirm": "1"})
    assert (answer.status_code, said in text_of(answer), 'value="Mei"' in text_of(answer)) == (422, True, True)


def test_single_sessions_take_a_place_in_each(client: Client, sunshine: Community) -> None:
    course = make_class(sunshine, sign_up_for="sessions", capacity=1, times=3)
    first, second, _third = course.sessions.all()
    assert sign_up(client, course, MEI, sessions=[str(first.pk), str(second.pk)]).status_code == 302
    assert [each.taken for each in course.sessions.all()] == [1, 1, 0]
    full = sign_up(client, course, BAO, sessions=[str(second.pk)])
    assert "full or called off" in " ".join(full.context["form"].errors["sessions"])
    none = sign_up(client, course, BAO)
    assert "at least one" in " ".join(none.context["form"].errors["sessions"])


def test_needs_are_sealed_asked_consent_for_and_kept_from_lists(client: Client, course: ClassCourse) -> None:
    refused = sign_up(client, course, MEI, needs="花生过敏")
    assert refused.context["form"].errors.keys() == {"consent_1"}
    page = sign_up(client, course, MEI, needs="花生过敏", consent_1="on").url
    with connection.cursor() as cursor:
        cursor.execute("SELECT needs FROM class_signups_classsignup")
        assert "花生" not in cursor.fetchone()[0]
    entry = ClassSignUp.objects.get()
    assert entry.needs == "花生过敏"
    assert "花生" not in " ".join(fact.value for fact in entry.get_facts())
    assert "花生过敏" in text_of(client.get(page))


def test_grown_ups_sign_up_for_themselves(client: Client, sunshine: Community) -> None:
    course = make_class(sunshine, age_from=16)
    page = text_of(client.get(form_of(client, course)))
    assert ("guardian" in page.lower(), "Another child" in page) == (False, False)
    assert sign_up(client, course, ("王芳", "1980-01-01")).status_code == 302
    assert Consent.objects.get().given_by == "self"


def test_family_changes_its_phone_and_one_child(client: Client, course: ClassCourse) -> None:
    page = sign_up(client, course, MEI, BAO).url
    contact = {"action": "contact", "name": "王芳", "phone": "139 0000 0001", "email": "", "needs": ""}
    client.post(page, contact)
    wrong = client.post(page, contact | {"phone": "no"})
    assert (wrong.status_code, "This is not a phone number" in text_of(wrong)) == (409, True)
    entry = ClassSignUp.objects.get()
    client.post(page, {"action": f"child:{entry.children.last().pk}"})
    course.refresh_from_db()
    assert (entry.phone, course.taken, entry.children.get().name) == ("13900000001", 1, "Mei")
    client.post(page, {"action": f"child:{entry.children.get().pk}"})
    course.refresh_from_db()
    assert (course.taken, ClassSignUp.objects.get().withdrawn_at is not None) == (0, True)


def test_somebody_elses_child_cannot_be_taken_out(client: Client, course: ClassCourse) -> None:
    page = sign_up(client, course, MEI).url
    sign_up(client, course, BAO, phone="13900139000")
    other = ClassChild.objects.get(name="Bao")
    assert client.post(page, {"action": f"child:{other.pk}"}).status_code == 409
    assert ClassChild.objects.filter(pk=other.pk).exists()


def test_off_form_and_private_page_are_gone(client: Client, course: ClassCourse) -> None:
    address, page = form_of(client, course), sign_up(client, course, MEI).url
    disable_plugin("classes", community=course.community)
    assert [client.get(where).status_code for where in (address, page)] == [404, 404]


def test_form_of_another_community_is_not_found(client: Client, course: ClassCourse) -> None:
    community_with("classes", slug="riverside")
    assert client.get(f"/en/riverside/x/classes/{course.pk}/sign-up/?once=x").status_code in (302, 404)
    assert client.get(client.get(f"/en/riverside/x/classes/{course.pk}/sign-up/").url).status_code == 404


def test_all_is_given_out_and_erased_ninety_days_after_the_class(
    client: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    sign_up(client, course, MEI, needs="花生过敏", consent_1="on")
    said = str(export_entries(Entry.objects.all()))
    assert [word in said for word in ("Mei", "花生过敏", "13800138000")] == [True, True, True]
    clock.move_to(dt.datetime.combine(course.last_day + dt.timedelta(days=89), dt.time(), dt.UTC))
    erase_due()
    assert ClassChild.objects.get().name == "Mei"
    clock.shift(dt.timedelta(days=3))
    erase_due()
    child, entry = ClassChild.objects.get(), ClassSignUp.objects.get()
    assert (child.name, child.born, child.identity, entry.needs, entry.phone) == ("", None, None, "", "")
    assert (Consent.objects.first().guardian, Places.objects.get(pk=course.pk).taken) == ("", 1)


def test_erased_on_request_the_place_is_free(client: Client, course: ClassCourse) -> None:
    sign_up(client, course, MEI)
    erase_entries(Entry.objects.all(), frees_places=True)
    course.refresh_from_db()
    assert (course.taken, ClassChild.objects.get().name) == (0, "")


def test_same_number_of_queries_for_the_form_with_many_sessions(sunshine: Community) -> None:
    found = []
    for slug, times in (("few", 5), ("many", 60)):
        course = make_class(sunshine, slug=slug, times=times, sign_up_for="sessions")
        found.append(queries_at(form_of(Client(), course)))
    assert found[0] == found[1] <= 16
