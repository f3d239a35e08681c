"""Residents' pages: joining, the private page, certificates, what leaders and visitors see."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from portal.communities.models import Community
from portal.names import Names
from portal.participation.codes import keyed_hash
from portal.participation.models import PhoneSignIn
from portal.participation.sign_in import COOKIE
from portal.volunteers.addresses import certificate_url, feed_path
from portal.volunteers.attendance import Confirming, record_hours
from portal.volunteers.certificates import issue, revoke
from portal.volunteers.choices import MemberStatus
from portal.volunteers.claims import claim
from portal.volunteers.models import AddressView, Certificate, Member, Team, Visit
from tests.factories.people import UserFactory
from tests.factories.volunteers import (
    make_duty,
    make_leader,
    make_member,
    make_person,
    make_shift,
    make_team,
    make_visit,
)

JOIN = "/en/sunshine/teams/visits/join/"


def sign_in(client: Client, phone: str) -> None:
    """As after the code from the text message."""
    PhoneSignIn.objects.create(
        phone=phone,
        code_hash="",
        visit_hash=keyed_hash("visit", phone),
        visit_until=timezone.now() + dt.timedelta(minutes=30),
    )
    client.cookies[COOKIE] = phone


def private_page_of(client: Client, member: Member) -> str:
    sign_in(client, member.phone)
    return f"/en/my/entries/{member.pk}/"


def certificate_of(member: Member) -> Certificate:
    record_hours(
        member,
        names=Names({"en": "Reading"}),
        day=timezone.localdate() - dt.timedelta(days=3),
        minutes=90,
        by=Confirming(user=UserFactory(first_name="", last_name="王燕")),
    )
    return issue(member)


def sent(client: Client, **values: Any) -> Any:
    address = client.get(JOIN).headers["Location"]
    form = {"name": "Anna", "phone": "13800001111", "available": "Wednesdays", "consent_0": "on", "consent_0_seen": "1"}
    return client.post(address, form | values)


# Joining


def test_anybody_may_ask_to_join(client: Client, team: Team) -> None:
    response = sent(client)
    member = Member.objects.get()
    assert (response.status_code, member.status, member.team, member.language) == (302, "asked", team, "en")
    assert "Asked to join" in client.get(response.headers["Location"]).content.decode()


def test_sent_twice_asks_once(client: Client, team: Team) -> None:
    address = client.get(JOIN).headers["Location"]
    form = {"name": "A", "phone": "13800001111", "available": "x", "consent_0": "on", "consent_0_seen": "1"}
    assert [client.post(address, form).status_code for _time in range(2)] == [302, 302]
    assert Member.objects.count() == 1


@pytest.mark.parametrize("missing", ["name", "phone", "available", "consent_0"])
def test_what_is_missing_is_said(client: Client, team: Team, missing: str) -> None:
    response = sent(client, **{missing: ""})
    assert (response.status_code, list(response.context["form"].errors), Member.objects.count()) == (422, [missing], 0)


def test_robots_are_not_taken_in(client: Client, team: Team) -> None:
    assert sent(client, homepage="https://spam.example.org/").status_code == 422
    assert Member.objects.count() == 0


def test_least_age_has_to_be_said(client: Client, sunshine: Community) -> None:
    make_team("visits", community=sunshine, least_age=16)
    assert list(sent(client).context["form"].errors) == ["is_old_enough"]
    assert sent(client, is_old_enough="on").status_code == 302


def test_complete_team_has_no_form(client: Client, sunshine: Community) -> None:
    make_team("visits", community=sunshine, is_recruiting=False)
    assert client.get(JOIN).status_code == 404


def test_form_is_kept_by_nobody_and_page_sets_no_cookie(client: Client, team: Team) -> None:
    form = client.get(JOIN, follow=True)
    assert (form.headers["Cache-Control"], form.headers["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    page = Client().get("/en/sunshine/teams/visits/")
    assert (dict(page.cookies), "csrfmiddlewaretoken" in page.content.decode()) == ({}, False)


# The private page


def test_member_takes_and_gives_back(client: Client, team: Team) -> None:
    shift, member = make_shift(team), make_member(team)
    page = private_page_of(client, member)
    assert "2 places are free" in client.get(page).content.decode()
    client.post(page, {"action": f"claim:{shift.pk}"})
    held = member.claims.get()
    assert "Give it back" in client.get(page).content.decode()
    client.post(page, {"action": f"drop:{held.pk}"})
    assert member.claims.count() == 0


def test_full_shift_says_so(client: Client, team: Team) -> None:
    shift = make_shift(team, places=1)
    claim(shift, member=make_member(team))
    response = client.post(private_page_of(client, make_member(team)), {"action": f"claim:{shift.pk}"})
    assert (response.status_code, "There is no place left." in response.content.decode()) == (409, True)


def test_shift_of_another_team_is_not_taken(client: Client, team: Team, sunshine: Community) -> None:
    shift = make_shift(make_team("patrol", community=sunshine))
    page = private_page_of(client, make_member(team))
    assert client.post(page, {"action": f"claim:{shift.pk}"}).status_code == 409


def test_somebody_who_asked_takes_nothing(client: Client, team: Team) -> None:
    shift, member = make_shift(team), make_member(team, status=MemberStatus.ASKED)
    page = private_page_of(client, member)
    assert "I will come" not in client.get(page).content.decode()
    assert client.post(page, {"action": f"claim:{shift.pk}"}).status_code == 409


def test_question_is_answered_on_the_page(client: Client, team: Team) -> None:
    member = make_member(team, status=MemberStatus.QUESTION, question="When?")
    page = private_page_of(client, member)
    assert "When?" in client.get(page).content.decode()
    client.post(page, {"action": "answer", "answer": "Mondays"})
    member.refresh_from_db()
    assert (member.status, member.answer) == (MemberStatus.ASKED, "Mondays")


def test_member_changes_times_and_leaves(client: Client, team: Team) -> None:
    member = make_member(team)
    page = private_page_of(client, member)
    client.post(page, {"action": "offer", "available": "Sundays", "skills": "Piano"})
    member.refresh_from_db()
    assert (member.available, member.skills) == ("Sundays", "Piano")
    client.post(page, {"action": "withdraw"})
    member.refresh_from_db()
    assert member.status == MemberStatus.LEFT


def test_hours_and_certificate_on_the_page(client: Client, team: Team) -> None:
    member = make_member(team)
    certificate_of(member)
    page = private_page_of(client, member)
    client.post(page, {"action": "certificate", "name": "short"})
    html = client.get(page).content.decode()
    assert ("1.5 hours" in html, html.count("/volunteers/certificates/")) == (True, 2)


def test_certificate_without_hours_says_why(client: Client, team: Team) -> None:
    response = client.post(private_page_of(client, make_member(team)), {"action": "certificate", "first": "2026-99-99"})
    assert (response.status_code, "No hours are confirmed" in response.content.decode()) == (409, True)


@pytest.mark.parametrize("number", [1, 3])
def test_private_page_costs_the_same(client: Client, team: Team, django_assert_num_queries: Any, number: int) -> None:
    member = make_member(team, is_vetted=True)
    for place in range(number):
        claim(make_duty(team, starts_at=dt.time(8 + place), ends_at=dt.time(9 + place)).shifts.get(), member=member)
        make_duty(team, starts_at=dt.time(18 + place), ends_at=dt.time(19 + place))
    certificate_of(member)
    page = private_page_of(client, member)
    client.get(page)
    with django_assert_num_queries(12):
        assert client.get(page).status_code == 200


# The feed


def test_feed_has_own_shifts_only(client: Client, team: Team) -> None:
    member = make_member(team, is_vetted=True)
    first = timezone.localdate() + dt.timedelta(days=1)
    block = make_duty(team, first_day=first, last_day=first + dt.timedelta(days=1), repeats="block")
    claim(block.shifts.get(), member=member)
    make_shift(team)
    make_visit(make_person(team, in_pairs=False), [member])
    calendar = Calendar.from_ical(client.get(feed_path(member)).content)
    events = [(str(event["summary"]), event.decoded("dtstart")) for event in calendar.walk("VEVENT")]
    assert events == [("Duty", block.span_on(day)[0]) for day in block.block_days] or events == [
        ("值班", block.span_on(day)[0]) for day in block.block_days
    ]


def test_feed_wants_its_own_address(client: Client, team: Team) -> None:
    member, other = make_member(team), make_member(team)
    wrong = feed_path(member).replace(f"/{member.pk}/", f"/{other.pk}/")
    assert (client.get(feed_path(member)).status_code, client.get(wrong).status_code) == (200, 404)
    Member.objects.filter(pk=member.pk).update(token_hash="renewed")
    assert client.get(feed_path(member)).status_code == 404 or feed_path(Member.objects.get(pk=member.pk))


# Certificates


def test_certificate_prints_and_forgets_the_identity(client: Client, team: Team) -> None:
    certificate = certificate_of(make_member(team, name="王小明"))
    address = certificate_url(certificate)
    html = client.get(address).content.decode()
    assert all(text in html for text in ("王小明", certificate.number, certificate.code, "王燕"))
    printed = client.post(address, {"identity": "11010519491231002X"})
    assert "11010519491231002X" in printed.content.decode()
    assert "11010519491231002X" not in client.get(address).content.decode()


def test_certificate_wants_its_own_address(client: Client, team: Team) -> None:
    certificate = certificate_of(make_member(team))
    assert client.get(re.sub(r"[0-9a-f]{32}", "0" * 32, certificate_url(certificate))).status_code == 404


def test_check_shows_what_the_paper_shows(client: Client, team: Team) -> None:
    member = make_member(team, name="王小明", phone="13812345678")
    certificate_of(member)
    certificate = issue(member, whole_name=False)
    form = {"number": certificate.number, "code": certificate.code}
    html = client.post("/en/volunteers/check/", form).content.decode()
    assert all(text in html for text in ("This certificate is good", "王**", "1.5", "王燕"))
    assert not [text for text in ("王小明", "13812345678", "Reading") if text in html]


def test_check_refuses_a_wrong_code(client: Client, team: Team) -> None:
    certificate = certificate_of(make_member(team))
    response = client.post("/en/volunteers/check/", {"number": certificate.number, "code": "2222-2222"})
    assert (response.status_code, certificate.name in response.content.decode()) == (422, False)


def test_checking_is_slowed_down(client: Client, team: Team) -> None:
    form = {"number": "2026-00000000", "code": "2222-2222"}
    answers = [client.post("/en/volunteers/check/", form).status_code for _time in range(31)]
    assert answers == [422] * 30 + [429]


def test_revoked_certificate_is_not_good(client: Client, team: Team) -> None:
    certificate = certificate_of(make_member(team))
    revoke(certificate, by=UserFactory())
    form = {"number": certificate.number, "code": certificate.code}
    assert "was revoked" in client.post("/en/volunteers/check/", form).content.decode()
    assert client.get(certificate_url(certificate)).status_code == 404


# Leaders


def test_leader_confirms_by_phone(client: Client, team: Team) -> None:
    leader, member = make_leader(team, name="王阿姨"), make_member(team)
    with time_machine.travel(timezone.now() - dt.timedelta(days=3)):
        shift = make_shift(team)
        held = claim(shift, member=member)
        claim(shift, member=leader)
    sign_in(client, leader.phone)
    assert "to be confirmed" in client.get(f"/en/volunteers/team/{team.pk}/").content.decode()
    address = f"/en/volunteers/team/{team.pk}/shifts/{shift.pk}/"
    form = client.get(address).context["form"]
    assert [each.member for each in form.claims] == [member]
    client.post(address, {f"came_{held.pk}": "came", f"hours_{held.pk}": "1.5"})
    record = member.records.get()
    assert (record.minutes, record.confirmed_by) == (90, "王阿姨")


def test_only_the_leader_sees_names(client: Client, team: Team) -> None:
    make_leader(team)
    address = f"/en/volunteers/team/{team.pk}/"
    assert client.get(address).headers["Location"] == f"/en/my/?next=%2Fen%2Fvolunteers%2Fteam%2F{team.pk}%2F"
    sign_in(client, make_member(team).phone)
    assert client.get(address).status_code == 404


# Visitors


@pytest.fixture
def visitor(team: Team) -> Member:
    return make_member(team, is_vetted=True)


@pytest.fixture
def visit(team: Team, visitor: Member) -> Visit:
    return make_visit(make_person(team, in_pairs=False), [visitor])


def test_address_wants_the_phone(client: Client, visit: Visit, visitor: Member) -> None:
    address = f"/en/volunteers/visits/{visit.pk}/"
    assert client.get(address).status_code == 302
    sign_in(client, visitor.phone)
    assert "阳光花园3幢2单元501" in client.get(address).content.decode()
    view = AddressView.objects.get()
    assert (view.visit, view.member) == (visit, visitor)


def test_list_of_visits_names_nobody(client: Client, visit: Visit, visitor: Member) -> None:
    sign_in(client, visitor.phone)
    html = client.get("/en/volunteers/visits/").content.decode()
    assert (f"V-{visit.pk}" in html, "李奶奶" in html, AddressView.objects.count()) == (True, False, 0)


def test_others_have_no_way_to_a_visit(client: Client, team: Team, visit: Visit) -> None:
    sign_in(client, make_member(team, is_vetted=True).phone)
    assert client.get(f"/en/volunteers/visits/{visit.pk}/").status_code == 404


def test_private_page_knows_nobody_visited(client: Client, visit: Visit, visitor: Member) -> None:
    html = client.get(private_page_of(client, visitor)).content.decode()
    assert ("My visits" in html, "李奶奶" in html, "501" in html) == (True, False, False)


def test_no_answer_is_reported_on_the_page(client: Client, visit: Visit, visitor: Member) -> None:
    sign_in(client, visitor.phone)
    address = f"/en/volunteers/visits/{visit.pk}/"
    client.post(address, {"outcome": "no_answer", "note": ""})
    visit.refresh_from_db()
    assert visit.is_open
    assert "Nobody has seen the person yet" in client.get(address).content.decode()
    client.post(address, {"outcome": "seen_well", "note": "Was shopping"})
    visit.refresh_from_db()
    assert not visit.is_open
    assert client.post(address, {"outcome": "needs", "note": ""}).status_code == 422
