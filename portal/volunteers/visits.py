"""Visits to people who live alone: who goes, how it ended, and the clock that runs until somebody has seen them."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.notifications.actions import Recipient, take_back, tell
from portal.notifications.kinds import MessageKind
from portal.volunteers import messages
from portal.volunteers.choices import VisitOutcome
from portal.volunteers.members import tell_member
from portal.volunteers.models import AddressView, Member, Visit, VisitedPerson, Visitor

#: The worker alone at first, then the deputy; from then on both, again and again.
WORKER, DEPUTY = 1, 2


@transaction.atomic
def plan_visit(
    person: VisitedPerson, *, starts: dt.datetime, ends: dt.datetime, members: Sequence[Member], by: User
) -> Visit:
    visit = Visit(person=person, starts=starts, ends=ends)
    visit.full_clean(exclude=["report_by"])
    visit.save()
    assign(visit, members=members, by=by)
    return visit


@transaction.atomic
def assign(visit: Visit, *, members: Sequence[Member], by: User) -> None:
    """These go, and nobody else. Vetted members of the person's team only; two at least where that is set."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("person").get(pk=visit.pk)
    if visit.outcome or visit.is_cancelled:
        raise ValidationError(_("This visit is over."))
    chosen = {member.pk for member in members}
    allowed = Member.objects.vetted().filter(team=visit.person.team_id, pk__in=chosen).select_related("community")
    found = {member.pk: member for member in allowed}
    if chosen - found.keys():
        raise ValidationError(_("Only vetted members of this team visit people who live alone."))
    if visit.person.in_pairs and len(found) < 2:
        raise ValidationError(_("This person is visited by two."))
    if not found:
        raise ValidationError(_("Somebody has to go."))
    before = {visitor.member_id: visitor.member for visitor in visit.visitors.select_related("member__community")}
    for pk in before.keys() - found.keys():
        _tell_visitor(before[pk], visit, messages.VISIT_OFF)
    visit.visitors.exclude(member__in=found).delete()
    for pk in sorted(found.keys() - before.keys()):
        Visitor.objects.create(visit=visit, member=found[pk])
        _tell_visitor(found[pk], visit, messages.VISIT)
    log(instance=visit, action="volunteers.assign", user=by, data={"visitors": len(found)})


@transaction.atomic
def cancel_visit(visit: Visit, *, by: User) -> None:
    visit = _locked(visit)
    if visit.outcome or visit.alarm_at or visit.is_cancelled:
        raise ValidationError(_("This visit is over."))
    visit.is_cancelled = True
    visit.save()
    for visitor in visit.visitors.select_related("member__community"):
        _tell_visitor(visitor.member, visit, messages.VISIT_OFF)
    log(instance=visit, action="volunteers.cancel_visit", user=by)


def _tell_visitor(member: Member, visit: Visit, kind: MessageKind) -> None:
    with translation.override(member.language):
        when = date_format(timezone.localtime(visit.starts), "SHORT_DATETIME_FORMAT")
    tell_member(member, kind, f"{visit.pk}:{timezone.now().timestamp()}", when=when)


def look_at_address(visit: Visit, *, member: Member) -> VisitedPerson:
    """Name and address for a visitor who signed in by phone, around the time; each look is kept."""
    if not member.is_vetted or not visit.visitors.filter(member=member).exists() or not visit.shows_address():
        raise PermissionDenied
    AddressView.objects.create(visit=visit, member=member)
    return visit.person


@transaction.atomic
def report(visit: Visit, *, outcome: VisitOutcome, note: str, member: Member) -> Visit:
    """How it went, by one of the visitors. No answer alarms the worker at once; seen ends what alarm there was. Said
    again the later word counts, but an alarm ends only by somebody having seen the person."""
    visit = _locked(visit)
    if visit.is_cancelled or visit.closed_at or not visit.visitors.filter(member=member).exists():
        raise PermissionDenied
    now = timezone.now()
    if not visit.can_be_reported(now):
        raise ValidationError(_("This visit has not begun, or was over long ago."))
    visit.outcome, visit.note, visit.reported_by, visit.reported_at = outcome, note.strip()[:300], member, now
    if outcome == VisitOutcome.NO_ANSWER:
        if visit.alarm_at is None:
            _raise_alarm(visit, messages.NO_ANSWER, now)
    elif visit.is_open:
        _close(visit, by=member.name, note=visit.note)
    visit.save()
    if outcome == VisitOutcome.NEEDS:
        _tell_worker(visit, messages.NEEDS, f"needs:{now.timestamp()}", {"visit": str(visit)})
    return visit


@transaction.atomic
def close(visit: Visit, *, seen_by: str, note: str, by: User) -> None:
    """Somebody has seen the person: the worker says who, and what was found. Also: what was needed is done."""
    visit = _locked(visit)
    if visit.closed_at or not (visit.alarm_at or visit.outcome == VisitOutcome.NEEDS):
        raise ValidationError(_("There is nothing to close."))
    if not seen_by.strip():
        raise ValidationError({"seen_by": _("Say who has seen the person.")})
    _close(visit, by=seen_by, note=note)
    visit.closed_by_user = by
    visit.save()
    log(instance=visit, action="volunteers.close_visit", user=by)


def _close(visit: Visit, *, by: str, note: str) -> None:
    visit.closed_at, visit.closed_by, visit.closed_note = timezone.now(), by.strip()[:100], note.strip()[:300]
    visit.next_alarm_at = None
    take_back(about=about(visit))


def _raise_alarm(visit: Visit, kind: MessageKind, now: dt.datetime) -> None:
    visit.alarm_at, visit.level = now, WORKER
    visit.next_alarm_at = now + dt.timedelta(minutes=visit.person.escalate_after)
    _tell_worker(visit, kind, kind.key, {"visit": str(visit)})


def escalate_visits() -> int:
    """Every minute: unreported visits alarm the worker; alarms nobody has ended go one step up. How many were told."""
    now, done = timezone.now(), 0
    late = Visit.objects.not_reported(now).values_list("pk", flat=True)
    for pk in list(late):
        done += _late(pk, now)
    for pk in list(Visit.objects.due_alarms(now).values_list("pk", flat=True)):
        done += _one_step_up(pk, now)
    return done


@transaction.atomic
def _late(pk: int, now: dt.datetime) -> bool:
    visit = _locked(pk)
    if visit.outcome or visit.alarm_at or visit.is_cancelled:
        return False
    _raise_alarm(visit, messages.NOT_REPORTED, now)
    visit.save()
    return True


@transaction.atomic
def _one_step_up(pk: int, now: dt.datetime) -> bool:
    visit = _locked(pk)
    if not visit.is_open or visit.next_alarm_at is None or visit.next_alarm_at > now:
        return False
    visit.level += 1
    visit.next_alarm_at = now + dt.timedelta(minutes=visit.person.escalate_after)
    visit.save()
    minutes = int((now - visit.alarm_at).total_seconds() // 60) if visit.alarm_at else 0
    values = {"visit": str(visit), "minutes": str(minutes)}
    _tell_deputy(visit, messages.STILL_OPEN, f"level:{visit.level}", values)
    if visit.level > DEPUTY:
        _tell_worker(visit, messages.STILL_OPEN, f"level:{visit.level}:worker", values)
    return True


def about(visit: Visit) -> str:
    return f"volunteers.visit:{visit.pk}"


def _tell_worker(visit: Visit, kind: MessageKind, key: str, variables: dict[str, str]) -> None:
    _tell(visit, kind, Recipient(visit.person.worker, phone=visit.person.worker_phone), key, variables)


def _tell_deputy(visit: Visit, kind: MessageKind, key: str, variables: dict[str, str]) -> None:
    _tell(visit, kind, Recipient(visit.person.deputy, phone=visit.person.deputy_phone), key, variables)


def _tell(visit: Visit, kind: MessageKind, to: Recipient, key: str, variables: dict[str, str]) -> None:
    tell(
        kind.key,
        to=to,
        community=visit.person.community,
        about=about(visit),
        key=f"{about(visit)}:{key}",
        variables=variables,
    )


def _locked(visit: Visit | int) -> Visit:
    rows = Visit.objects.select_for_update(of=("self",)).select_related("person__community")
    return rows.get(pk=visit if isinstance(visit, int) else visit.pk)


def erase_visited() -> int:
    """Each day: half a year after the visits ended nothing says any more who it was; half a year after a visit nothing
    says what was found, or who looked at the address."""
    before = timezone.now() - VisitedPerson.kept_for
    Visit.objects.filter(ends__lt=before).exclude(alarm_at__isnull=False, closed_at=None).update(
        note="", closed_note=""
    )
    AddressView.objects.filter(at__lt=before).delete()
    old = VisitedPerson.objects.filter(ended_on__lt=before.date(), erased_at=None)
    old = old.exclude(visits__in=Visit.objects.open())
    return old.update(name="", address="", phone="", note="", erased_at=timezone.now())
