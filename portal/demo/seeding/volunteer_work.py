"""Who is in the demo's teams, what there is to do, who came, and a visit. Made once; then shifts go on by themselves,
and the visit, while nobody reported it, is moved to today."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from portal.communities.models import Venue
from portal.demo.seeding.reading import names, read
from portal.home.models import PageKey
from portal.participation.actions import hand_in
from portal.participation.consents import GivenConsent
from portal.participation.notices import current_notice
from portal.volunteers.attendance import Confirming, record_hours
from portal.volunteers.certificates import issue
from portal.volunteers.choices import MemberStatus, Repeats
from portal.volunteers.claims import claim
from portal.volunteers.consent import JOINING
from portal.volunteers.duties import make_all_shifts, save_duty
from portal.volunteers.models import Duty, Member, Shift, Team, Visit, VisitedPerson, Visitor

WEEKS = 3


def seed_volunteer_work(*, today: date) -> None:
    data = read("volunteers")
    teams = teams_by_key(row["key"] for row in data["teams"])
    if Member.objects.exists():
        make_all_shifts()
    else:
        for row in data["members"]:
            add_member(teams[row["team"]], row)
        for row in data["duties"]:
            add_duty(teams[row["team"]], row, today)
        for member in Member.objects.filter(records__isnull=False).distinct():
            issue(member)
        for row in data["visited"]:
            add_visit(teams[row["team"]], row)
    move_visits(today)


def teams_by_key(keys: Any) -> dict[str, Team]:
    known = dict(PageKey.objects.filter(key__in=list(keys)).values_list("translation_key", "key"))
    return {known[team.key]: team for team in Team.objects.filter(key__in=known).select_related("community")}


def add_member(team: Team, row: Mapping[str, Any]) -> None:
    language = "en" if row["name"].isascii() else "zh-hans"
    member = Member(
        team=team,
        community=team.community,
        language=language,
        **{name: row[name] for name in ("name", "phone", "available", "skills")},
    )
    hand_in(member, consents=[GivenConsent(current_notice(JOINING))])
    if row["status"] == "active":
        member.status, member.decided_at = MemberStatus.ACTIVE, timezone.now()
        member.vetted_at = timezone.now() if row.get("vetted") else None
        member.save()
    if row.get("leader"):
        team.leader = member
        team.save()


def add_duty(team: Team, row: Mapping[str, Any], today: date) -> None:
    duty = Duty(
        team=team,
        names=names(row["names"]),
        notes=names(row.get("notes")),
        place=names(row.get("place")),
        venue=Venue.objects.filter(community=team.community, code=row.get("venue", "")).first(),
        first_day=today + timedelta(days=row["first_day"]),
        last_day=today + timedelta(days=row["last_day"]) if "last_day" in row else None,
        starts_at=time.fromisoformat(row["starts_at"]),
        ends_at=time.fromisoformat(row["ends_at"]),
        repeats=Repeats(row["repeats"]),
        weekdays=row.get("weekdays", []),
        places=row["places"],
    )
    save_duty(duty)
    members = {member.phone: member for member in team.members.all()}
    opens = [shift for shift in Shift.objects.filter(duty=duty).ahead() if shift.is_open()]
    for phone in row.get("taken", ()):
        if opens:
            claim(opens[0], member=members[phone])
    for phone in row.get("came", ()):
        add_hours(members[phone], duty, today)


def add_hours(member: Member, duty: Duty, today: date) -> None:
    """Of the last weeks; the leader's own are confirmed by the community, as the rules want it."""
    leader = member.team.leader
    editor = User.objects.filter(community_roles__community=member.community).order_by("pk").first()
    by = Confirming(leader=leader) if leader and leader != member else Confirming(user=editor)
    if by.user is None and by.leader is None:
        return
    starts, ends = duty.span_on(duty.first_day)
    for number in range(1, 7 * WEEKS + 1):
        day = today - timedelta(days=number)
        if day >= duty.first_day and day.weekday() in duty.on_weekdays:
            minutes = int((ends - starts).total_seconds() // 60)
            record_hours(member, names=duty.names, day=day, minutes=minutes, by=by)


def add_visit(team: Team, row: Mapping[str, Any]) -> None:
    values = {name: value for name, value in row.items() if name not in ("team", "visitors")}
    person = VisitedPerson.objects.create(team=team, community=team.community, **values)
    starts = timezone.now()
    visit = Visit.objects.create(person=person, starts=starts, ends=starts + timedelta(hours=1))
    for member in team.members.filter(phone__in=row["visitors"]):
        Visitor.objects.create(visit=visit, member=member)


def move_visits(today: date) -> None:
    """Visits of the demo that nobody reported are today's, in the afternoon, and never late."""
    zone = timezone.get_default_timezone()
    phones = [row["worker_phone"] for row in read("volunteers")["visited"]]
    for visit in Visit.objects.filter(person__worker_phone__in=phones, outcome="", is_cancelled=False):
        visit.starts = max(datetime.combine(today, time(15), zone), timezone.now())
        visit.ends = visit.starts + timedelta(hours=1)
        visit.alarm_at = visit.next_alarm_at = None
        visit.level = 0
        visit.save()
