"""Volunteer teams as published pages, and the people in them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from portal.communities.models import Community
from portal.names import Names
from portal.participation.actions import hand_in
from portal.plugins.testing.kept import kept
from portal.volunteers.choices import MemberStatus
from portal.volunteers.duties import save_duty
from portal.volunteers.models import (
    Duty,
    FieldOfWork,
    Member,
    Shift,
    Team,
    Visit,
    VisitedPerson,
    VolunteerTeamIndexPage,
    VolunteerTeamPage,
)
from portal.volunteers.visits import plan_visit
from tests.factories.people import UserFactory


def make_field(code: str = "elderly", **values: Any) -> FieldOfWork:
    values.setdefault("names", Names({"zh-hans": f"{code}类", "en": code.title()}))
    return FieldOfWork.objects.get_or_create(code=code, defaults=values)[0]


def team_index(community: Community, language: str = "zh-hans") -> VolunteerTeamIndexPage:
    return VolunteerTeamIndexPage.objects.get(community=community, locale__language_code=language)


@kept
def make_team_page(
    slug: str = "visits", *, community: Community, language: str = "zh-hans", **values: Any
) -> VolunteerTeamPage:
    """A live team with one revision that was published."""
    values.setdefault("title", f"{slug} {language}")
    values.setdefault("summary", f"{slug} summary {language}")
    values["field"] = values.get("field") or make_field()
    team = VolunteerTeamPage(slug=slug, locale=Locale.objects.get(language_code=language), live=False, **values)
    team_index(community, language).add_child(instance=team)
    team.save_revision().publish()
    return VolunteerTeamPage.objects.get(pk=team.pk)


def make_team_pair(slug: str = "visits", **values: Any) -> tuple[VolunteerTeamPage, VolunteerTeamPage]:
    """The same team in Chinese and English."""
    chinese = make_team_page(slug, **values)
    english = make_team_page(slug, language="en", translation_key=chinese.translation_key, **values)
    return chinese, english


@kept
def make_team(slug: str = "visits", *, community: Community, **values: Any) -> Team:
    """With a live page in Chinese."""
    return Team.objects.get(key=make_team_page(slug, community=community, **values).translation_key)


def make_member(team: Team, *, is_vetted: bool = False, status: str = MemberStatus.ACTIVE, **values: Any) -> Member:
    number = Member.objects.count()
    values = {"name": f"张三{number}", "phone": f"1380000{number:04d}", "language": "zh-hans"} | values
    member = hand_in(Member(team=team, community=team.community, **values))
    member.status = status
    if status in (MemberStatus.DECLINED, MemberStatus.LEFT):
        member.ended_at = timezone.now()
    if is_vetted:
        member.vetted_at = timezone.now()
    member.save()
    return member


def make_leader(team: Team, **values: Any) -> Member:
    team.leader = make_member(team, **values)
    team.save()
    return team.leader


def make_duty(team: Team, **values: Any) -> Duty:
    """Tomorrow from nine to eleven, unless other values say otherwise; with its shifts."""
    values = {
        "names": Names({"zh-hans": "值班", "en": "Duty"}),
        "first_day": timezone.localdate() + dt.timedelta(days=1),
        "starts_at": dt.time(9),
        "ends_at": dt.time(11),
        "places": 2,
    } | values
    duty = Duty(team=team, **values)
    save_duty(duty)
    return duty


def make_shift(team: Team, **values: Any) -> Shift:
    return make_duty(team, **values).shifts.get()


def make_person(team: Team, **values: Any) -> VisitedPerson:
    values = {
        "name": "李奶奶",
        "address": "阳光花园3幢2单元501",
        "worker": "王网格员",
        "worker_phone": "13900000001",
        "deputy": "赵主任",
        "deputy_phone": "13900000002",
    } | values
    return VisitedPerson.objects.create(team=team, community=team.community, **values)


def make_visit(person: VisitedPerson, members: Sequence[Member], **values: Any) -> Visit:
    """One that is going on."""
    now = timezone.now()
    values = {"starts": now - dt.timedelta(minutes=10), "ends": now + dt.timedelta(minutes=50)} | values
    return plan_visit(person, members=members, by=UserFactory(), **values)
