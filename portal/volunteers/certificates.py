"""Certificates of service, from confirmed hours: drawn by volunteers or editors, checked by whoever is shown one."""

import datetime as dt
import secrets
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.volunteers.codes import is_check_code
from portal.volunteers.models import Certificate, Member, ServiceRecord

DIGITS = 8


def records_in(member: Member, first: dt.date | None = None, last: dt.date | None = None) -> Sequence[ServiceRecord]:
    records = member.records.order_by("day", "pk")
    records = records.filter(day__gte=first) if first else records
    return list(records.filter(day__lte=last) if last else records)


@transaction.atomic
def issue(
    member: Member,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    whole_name: bool = True,
    by: User | None = None,
) -> Certificate:
    """For the days from `first` to `last`, without them for all; a picture of what is confirmed now. The same drawn
    again is the same certificate. ValidationError where nothing is confirmed."""
    member = Member.objects.select_for_update(of=("self",)).select_related("team__community").get(pk=member.pk)
    records = records_in(member, first, last)
    if not records:
        raise ValidationError(_("No hours are confirmed in this time."))
    values = {
        "first_day": records[0].day,
        "last_day": records[-1].day,
        "minutes": sum(record.minutes for record in records),
        "times": len(records),
        "name": member.name if whole_name else short_name(member.name),
        "confirmed_by": _("; ").join(dict.fromkeys(record.confirmed_by for record in records))[:300],
        "team_names": member.team.names,
        "organisers": member.team.community.names,
        "revoked_at": None,
    }
    same = Certificate.objects.filter(member=member, **values).first()
    if same:
        return same
    certificate = Certificate.objects.create(
        member=member, team=member.team, number=free_number(), issued_by=by, **values
    )
    if by is not None:
        log(instance=certificate, action="wagtail.create", user=by)
    return certificate


def short_name(name: str) -> str:
    """王小明 is 王**, Mary Smith is M. S."""
    name = name.strip()
    if name.isascii():
        return " ".join(f"{part[0]}." for part in name.split()) if name else ""
    return f"{name[0]}**" if name else ""


def free_number() -> str:
    """Year and digits at random: nobody counts a community's volunteers by them."""
    while True:
        number = f"{timezone.localdate().year}-{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        if not Certificate.objects.filter(number=number).exists():
            return number


def found_by(number: str, code: str) -> Certificate | None:
    """The certificate with this number if the code is right."""
    certificates = Certificate.objects.select_related("team__community")
    certificate = certificates.filter(number=number.strip()).first()
    # Looked at in any case: how long the answer takes says nothing.
    right = is_check_code(number.strip(), code)
    return certificate if right else None


@transaction.atomic
def revoke(certificate: Certificate, *, by: User) -> None:
    """It was wrong: the check page says so from now on."""
    Certificate.objects.filter(pk=certificate.pk, revoked_at=None).update(revoked_at=timezone.now())
    log(instance=certificate, action="volunteers.revoke", user=by)
