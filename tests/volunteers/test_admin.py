"""Editors' screens."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.names import Names
from portal.notifications.models import Message
from portal.spreadsheets import safe_cell
from portal.volunteers.attendance import Confirming, record_hours
from portal.volunteers.choices import MemberStatus, VisitOutcome
from portal.volunteers.claims import claim
from portal.volunteers.models import Certificate, Duty, Member, ServiceRecord, Team, Visit, VisitedPerson
from portal.volunteers.visits import report
from tests.factories.home import opened_community
from tests.factories.people import UserFactory, staff
from tests.factories.volunteers import make_duty, make_member, make_person, make_shift, make_team, make_visit


@pytest.fixture
def editor(client: Client, team: Team) -> Client:
    client.force_login(staff(team.community, Role.EDITOR, username="editor"))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def elsewhere(db: None) -> Team:
    return make_team("patrol", community=opened_community(slug="heping"))


def hours(member: Member, minutes: int = 90, **names: str) -> ServiceRecord:
    day = timezone.localdate() - dt.timedelta(days=1)
    by = Confirming(user=UserFactory())
    return record_hours(member, names=Names(names or {"en": "Reading"}), day=day, minutes=minutes, by=by)


def test_editor_sees_own_volunteers_only(editor: Client, team: Team, elsewhere: Team) -> None:
    mine, theirs = make_member(team), make_member(elsewhere)
    assert list(editor.get("/admin/volunteers/").context["object_list"]) == [mine]
    assert editor.get(f"/admin/volunteers/{mine.pk}/").status_code == 200
    assert editor.get(f"/admin/volunteers/{theirs.pk}/").status_code == 302


def test_contributor_sees_no_volunteers(client: Client, team: Team) -> None:
    member = make_member(team)
    client.force_login(staff(team.community, Role.CONTRIBUTOR))
    assert [client.get(path).status_code for path in ("/admin/volunteers/", f"/admin/volunteers/{member.pk}/")] == [
        302,
        302,
    ]


@pytest.mark.parametrize(
    ("button", "status"),
    [("confirm", MemberStatus.ACTIVE), ("decline", MemberStatus.DECLINED), ("ask", MemberStatus.QUESTION)],
)
def test_editor_decides(editor: Client, team: Team, button: str, status: MemberStatus) -> None:
    member = make_member(team, status=MemberStatus.ASKED)
    response = editor.post(f"/admin/volunteers/{member.pk}/", {"button": button, "question": "When?"})
    member.refresh_from_db()
    assert (response.status_code, member.status) == (302, status)


def test_asking_back_wants_a_question(editor: Client, team: Team) -> None:
    member = make_member(team, status=MemberStatus.ASKED)
    assert editor.post(f"/admin/volunteers/{member.pk}/", {"button": "ask"}).status_code == 200
    member.refresh_from_db()
    assert member.status == MemberStatus.ASKED


def test_editor_vets_and_takes_out(editor: Client, team: Team) -> None:
    member = make_member(team)
    editor.post(f"/admin/volunteers/{member.pk}/", {"button": "vet"})
    member.refresh_from_db()
    assert member.vetted_by is not None
    assert member.vetted_by.username == "editor"
    editor.post(f"/admin/volunteers/{member.pk}/", {"button": "out"})
    member.refresh_from_db()
    assert member.status == MemberStatus.LEFT


def paper(team: Team) -> dict[str, Any]:
    return {
        "team": team.pk,
        "name": "周奶奶",
        "phone": "13800002222",
        "available": "周三",
        "channel": "paper",
        "why": "交了纸质表",
        "consent_0": "on",
        "consent_0_seen": "1",
    }


def test_editor_types_in_from_paper(editor: Client, team: Team, elsewhere: Team) -> None:
    assert editor.post("/admin/volunteers/new/", paper(elsewhere)).status_code == 200
    assert Member.objects.count() == 0
    assert editor.post("/admin/volunteers/new/", paper(team)).status_code == 302
    member = Member.objects.get()
    assert (member.status, member.on_behalf_why, member.community) == (
        MemberStatus.ACTIVE,
        "交了纸质表",
        team.community,
    )


def test_editor_chooses_a_leader_of_the_team(editor: Client, team: Team, sunshine: Community) -> None:
    member, other = make_member(team), make_member(make_team("green", community=sunshine))
    editor.post(f"/admin/volunteer_teams/edit/{team.pk}/", {"leader": other.pk})
    team.refresh_from_db()
    assert team.leader is None
    editor.post(f"/admin/volunteer_teams/edit/{team.pk}/", {"leader": member.pk})
    team.refresh_from_db()
    assert team.leader == member


def test_team_list_has_figures(editor: Client, team: Team, django_assert_max_num_queries: Any) -> None:
    hours(make_member(team))
    [row] = editor.get("/admin/volunteer_teams/").context["object_list"]
    assert (row.member_count, row.people, row.minutes) == (1, 1, 90)


def duty_form(team: Team, **values: Any) -> dict[str, Any]:
    return {
        "team": team.pk,
        "names_zh_hans": "浇水",
        "repeats": "weekly",
        "first_day": timezone.localdate() + dt.timedelta(days=1),
        "starts_at": "09:00",
        "ends_at": "11:00",
        "places": 3,
        "hours_before": 2,
        **values,
    }


def test_editor_adds_a_duty_with_its_shifts(editor: Client, team: Team, elsewhere: Team) -> None:
    editor.post("/admin/duties/new/", duty_form(elsewhere))
    assert Duty.objects.count() == 0
    assert editor.post("/admin/duties/new/", duty_form(team)).status_code == 302
    assert Duty.objects.get().shifts.count() == 8


def test_impossible_duty_is_said_at_the_field(editor: Client, team: Team) -> None:
    response = editor.post("/admin/duties/new/", duty_form(team, repeats="block"))
    assert list(response.context["form"].errors) == ["last_day"]


def test_duty_is_cancelled_not_deleted(editor: Client, team: Team) -> None:
    duty = make_duty(team)
    claim(duty.shifts.get(), member=make_member(team))
    editor.post(f"/admin/duties/cancel/{duty.pk}/", {"button": "cancel"})
    duty.refresh_from_db()
    assert (duty.is_cancelled, Message.objects.filter(kind="volunteers.shift_cancelled").count()) == (True, 1)


def test_editor_says_who_came(editor: Client, team: Team) -> None:
    member = make_member(team)
    with time_machine.travel(timezone.now() - dt.timedelta(days=3)):
        held = claim(make_shift(team), member=member)
    values = {f"came_{held.pk}": "came", f"hours_{held.pk}": "2", "button": "save"}
    assert editor.post(f"/admin/shifts/{held.shift_id}/", values).status_code == 302
    assert member.records.get().minutes == 120


def test_editor_puts_somebody_on_a_shift(editor: Client, team: Team) -> None:
    shift, member = make_shift(team), make_member(team)
    editor.post(f"/admin/shifts/{shift.pk}/", {"member": member.pk, "button": "save"})
    assert member.claims.get().shift == shift


def test_editor_records_hours_and_issues(editor: Client, team: Team) -> None:
    member = make_member(team)
    values = {
        "member": member.pk,
        "names_0": "读报",
        "names_zh_hans": "读报",
        "day": timezone.localdate(),
        "hours": "1.5",
    }
    assert editor.post("/admin/hours/new/", values).status_code == 302
    assert editor.post("/admin/certificates/new/", {"member": member.pk}).status_code == 302
    certificate = Certificate.objects.get()
    editor.post(f"/admin/certificates/{certificate.pk}/", {"button": "revoke"})
    certificate.refresh_from_db()
    assert certificate.revoked_at is not None


# The file for the national system


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@x", "\t=1", " =1", "　=1", "＝1", "\n=1"])
def test_cells_are_no_formulas(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_plain_cells_stay() -> None:
    assert [safe_cell(text) for text in ("王小明", "13800000000", "2026-11-01", "1.5", "")] == [
        "王小明",
        "13800000000",
        "2026-11-01",
        "1.5",
        "",
    ]


def test_file_has_own_hours_without_formulas(editor: Client, team: Team, elsewhere: Team) -> None:
    hours(make_member(team, name="=HYPERLINK(1)", phone="13800003333"), zh="x", en="+cmd")
    hours(make_member(elsewhere))
    response = editor.get("/admin/hours/national/")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][:3] == ["'=HYPERLINK(1)", "", "13800003333"]
    assert rows[1][7] == "1.5"
    assert editor.get("/admin/hours/national/?year=99999").status_code == 200


# Visits


def test_editor_plans_a_visit(editor: Client, team: Team, elsewhere: Team) -> None:
    person = make_person(team, in_pairs=False)
    member, stranger = make_member(team, is_vetted=True), make_member(elsewhere, is_vetted=True)
    values = {"person": person.pk, "starts": "2030-01-02T14:00", "ends": "2030-01-02T15:00"}
    for members in ([], [stranger.pk], [make_member(team).pk]):
        assert editor.post("/admin/visits/new/", values | {"members": members}).status_code == 200
    assert editor.post("/admin/visits/new/", values | {"members": [member.pk]}).status_code == 302
    visit = Visit.objects.get()
    assert [visitor.member for visitor in visit.visitors.all()] == [member]
    editor.post(f"/admin/visits/{visit.pk}/", {"button": "cancel", "members": [member.pk]})
    visit.refresh_from_db()
    assert visit.is_cancelled


def test_editor_closes_what_is_open(editor: Client, team: Team) -> None:
    member = make_member(team, is_vetted=True)
    visit = make_visit(make_person(team, in_pairs=False), [member])
    report(visit, outcome=VisitOutcome.NO_ANSWER, note="", member=member)
    address = f"/admin/visits/{visit.pk}/"
    assert editor.post(address, {"button": "close", "seen_by": ""}).status_code == 200
    assert editor.post(address, {"button": "close", "seen_by": "王燕", "note": "在家"}).status_code == 302
    visit.refresh_from_db()
    assert (visit.is_open, visit.closed_by, visit.closed_note) == (False, "王燕", "在家")


def test_visited_people_are_the_communitys_own(editor: Client, team: Team, elsewhere: Team) -> None:
    mine, theirs = make_person(team), make_person(elsewhere, name="别处的奶奶")
    html = editor.get("/admin/visited_people/").content.decode()
    assert (mine.name in html, theirs.name in html) == (True, False)
    assert editor.get(f"/admin/visited_people/edit/{theirs.pk}/").status_code == 302
    exported = b"".join(editor.get("/admin/visited_people/?export=csv"))
    assert not [text for text in (mine.name, mine.address, mine.worker) if text in exported.decode("utf-8-sig")]


def test_team_of_another_community_is_not_chosen(editor: Client, team: Team, elsewhere: Team) -> None:
    values = {
        "community": team.community_id,
        "team": elsewhere.pk,
        "name": "x",
        "address": "x",
        "worker": "x",
        "worker_phone": "13900000001",
        "deputy": "x",
        "deputy_phone": "13900000002",
        "escalate_after": 30,
    }
    assert editor.post("/admin/visited_people/new/", values).status_code == 200
    assert VisitedPerson.objects.count() == 0
    assert editor.post("/admin/visited_people/new/", values | {"team": team.pk}).status_code == 302
    assert VisitedPerson.objects.count() == 1


def test_start_page_says_what_waits(editor: Client, team: Team) -> None:
    member = make_member(team, is_vetted=True)
    visit = make_visit(make_person(team, in_pairs=False), [member])
    assert "nobody has seen the person" not in editor.get("/admin/").content.decode()
    report(visit, outcome=VisitOutcome.NO_ANSWER, note="", member=member)
    assert "nobody has seen the person" in editor.get("/admin/").content.decode()
