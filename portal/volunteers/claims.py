"""Taking a shift and giving it back. A place is counted by `portal.participation.places`, so none is sold twice."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.participation.places import give_back, locked, take
from portal.volunteers.models import Claim, Member, Shift


@transaction.atomic
def claim(shift: Shift, *, member: Member) -> Claim:
    """The member has a place of the shift from now on; asked again, it is the same. ValidationError says why not."""
    locked(shift)
    shift = Shift.objects.select_related("duty__team").get(pk=shift.pk)
    if not member.is_active or shift.duty.team_id != member.team_id:
        raise ValidationError(_("Only members of the team take its shifts."))
    if not shift.is_open():
        raise ValidationError(_("It is too late for this shift, or it is off."))
    overlaps = Shift.objects.filter(claims__member=member, is_cancelled=False)
    if overlaps.filter(starts__lt=shift.ends, ends__gt=shift.starts).exclude(pk=shift.pk).exists():
        raise ValidationError(_("You have another shift at that time."))
    take(shift, holder=member.holder)
    found, _is_new = Claim.objects.get_or_create(shift=shift, member=member)
    return found


@transaction.atomic
def drop(claim: Claim, *, is_late_allowed: bool = False) -> None:
    """Give it back in time; staff may later, too. A shift somebody was confirmed for stays theirs."""
    locked(claim.shift)
    claim = Claim.objects.select_related("shift__duty", "member").get(pk=claim.pk)
    if claim.has_come is not None:
        raise ValidationError(_("Who came was settled already."))
    if not is_late_allowed and timezone.now() >= claim.shift.closes_at:
        raise ValidationError(_("It is too late to give it back here. Please call your leader."))
    give_back(claim.shift, holder=claim.member.holder)
    claim.delete()
