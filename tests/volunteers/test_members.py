"""Joining and leaving."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.notifications.models import Message
from portal.participation.actions import hand_in, withdraw
from portal.participation.choices import HandedInBy
from portal.volunteers.choices import MemberStatus
from portal.volunteers.claims import claim
from portal.volunteers.members import answer_question, ask_back, confirm, decline, vet
from portal.volunteers.models import Member, Team
from tests.factories.people import UserFactory
from tests.factories.volunteers import make_leader, make_member, make_person, make_shift, make_visit


def messages_to(member: Member) -> list[str]:
    rows = Message.objects.filter(about=member.about).order_by("created_at")
    return list(rows.values_list("kind", flat=True))


def test_whoever_asks_is_no_member_yet(team: Team) -> None:
    member = make_member(team, status=MemberStatus.ASKED)
    assert (member.status, member.is_active) == (MemberStatus.ASKED, False)
    assert Team.objects.with_member_count().get(pk=team.pk).member_count == 0


def test_confirmed_member_counts_and_is_told(team: Team) -> None:
    editor = UserFactory()
    member = make_member(team, status=MemberStatus.ASKED)
    confirm(member, by=editor)
    member.refresh_from_db()
    assert (member.status, member.decided_by) == (MemberStatus.ACTIVE, editor)
    assert messages_to(member) == ["volunteers.welcome"]
    assert Team.objects.with_member_count().get(pk=team.pk).member_count == 1


def test_decided_once_only(team: Team) -> None:
    member = make_member(team, status=MemberStatus.ASKED)
    decline(member, by=UserFactory())
    member.refresh_from_db()
    assert (member.status, member.ended_at is not None) == (MemberStatus.DECLINED, True)
    with pytest.raises(ValidationError):
        confirm(member, by=UserFactory())


def test_question_is_answered_and_waits_again(team: Team) -> None:
    member = make_member(team, status=MemberStatus.ASKED)
    ask_back(member, question="周六有空吗？", by=UserFactory())
    assert "周六有空吗？" in Message.objects.get(about=member.about).text
    assert answer_question(member, "有空")
    member.refresh_from_db()
    assert (member.status, member.answer) == (MemberStatus.ASKED, "有空")
    assert not answer_question(member, "again")


def test_typed_in_from_paper_is_a_member_at_once(team: Team) -> None:
    member = Member(team=team, community=team.community, name="李四", phone="13800000009")
    hand_in(member, channel=HandedInBy.PAPER, by=UserFactory(), why="signed on paper")
    member.refresh_from_db()
    assert (member.status, messages_to(member)) == (MemberStatus.ACTIVE, ["volunteers.welcome"])


def test_leaving_frees_shifts_and_the_lead(team: Team) -> None:
    member = make_leader(team, is_vetted=True)
    shift = make_shift(team)
    claim(shift, member=member)
    tomorrow = timezone.now() + timezone.timedelta(days=1)
    visit = make_visit(
        make_person(team, in_pairs=False), [member], starts=tomorrow, ends=tomorrow + timezone.timedelta(hours=1)
    )
    withdraw(member)
    shift.refresh_from_db()
    team.refresh_from_db()
    member.refresh_from_db()
    assert (shift.taken, member.claims.count(), visit.visitors.count(), team.leader) == (0, 0, 0, None)
    assert (member.status, member.vetted_at) == (MemberStatus.LEFT, None)


def test_vetting_says_who_and_when(team: Team) -> None:
    editor, member = UserFactory(), make_member(team)
    with time_machine.travel("2026-11-26 10:00:00+08:00", tick=False):
        vet(member, by=editor)
        member.refresh_from_db()
        assert (member.vetted_by, member.vetted_at) == (editor, timezone.now())
    vet(member, by=editor, is_vetted=False)
    member.refresh_from_db()
    assert (member.vetted_by, member.vetted_at) == (None, None)


def test_only_members_are_vetted(team: Team) -> None:
    with pytest.raises(ValidationError):
        vet(make_member(team, status=MemberStatus.ASKED), by=UserFactory())
