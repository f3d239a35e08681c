"""Who came and for how long: confirmed by the team's leader or an editor, then it counts as hours."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.names import Names
from portal.volunteers.models import Claim, Member, ServiceRecord

LONGEST = 14 * 24 * 60


@dataclass(frozen=True, slots=True)
class Confirming:
    """Who says so: somebody of the staff, or the leader."""

    user: User | None = None
    leader: Member | None = None

    @property
    def name(self) -> str:
        if self.leader is not None:
            return self.leader.name
        return (self.user.get_full_name() or self.user.get_username()) if self.user else ""


@transaction.atomic
def settle(claim: Claim, *, has_come: bool, minutes: int | None = None, by: Confirming) -> None:
    """Say whether somebody came, again as often as needed: the last word counts. Nobody confirms themselves."""
    claim = Claim.objects.select_for_update(of=("self",)).select_related("shift__duty__team", "member").get(pk=claim.pk)
    check_may_confirm(claim.member, by)
    if claim.shift.starts > timezone.now():
        raise ValidationError(_("This shift has not begun."))
    minutes = claim.shift.usual_minutes if minutes is None else minutes
    if has_come and not 0 < minutes <= LONGEST:
        raise ValidationError(_("This is no possible time."))
    claim.has_come, claim.settled_by = has_come, by.user
    claim.save(update_fields=["has_come", "settled_by"])
    ServiceRecord.objects.filter(claim=claim).delete()
    if has_come:
        day = timezone.localtime(claim.shift.starts).date()
        _record(claim.member, claim.shift.duty.names, day, minutes, by, claim=claim)


@transaction.atomic
def record_hours(member: Member, *, names: Names, day: dt.date, minutes: int, by: Confirming) -> ServiceRecord:
    """What was no shift here: typed in by the leader or an editor."""
    check_may_confirm(member, by)
    if day > timezone.localdate():
        raise ValidationError({"day": _("This day has not come yet.")})
    if not 0 < minutes <= LONGEST:
        raise ValidationError(_("This is no possible time."))
    return _record(member, names, day, minutes, by)


def check_may_confirm(member: Member, by: Confirming) -> None:
    if by.leader is None:
        if by.user is None:
            raise PermissionDenied
        return
    if not by.leader.is_leader or by.leader.team_id != member.team_id:
        raise PermissionDenied
    if by.leader.pk == member.pk:
        raise ValidationError(_("Your own hours are confirmed by the community."))


def _record(
    member: Member, names: Names, day: dt.date, minutes: int, by: Confirming, claim: Claim | None = None
) -> ServiceRecord:
    return ServiceRecord.objects.create(
        member=member,
        team_id=member.team_id,
        claim=claim,
        names=names,
        day=day,
        minutes=minutes,
        confirmed_by=by.name[:100],
        confirmed_by_user=by.user,
        confirmed_by_leader=by.leader,
    )
