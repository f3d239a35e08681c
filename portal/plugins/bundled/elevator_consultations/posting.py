"""Posting a public notice: what stands there is frozen, its digest is in the chain, and households can object."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from portal.plugins.api import HouseholdMatter, Names
from portal.plugins.bundled.elevator_consultations.case_facts import facts_of
from portal.plugins.bundled.elevator_consultations.chain import append, locked_case
from portal.plugins.bundled.elevator_consultations.choices import RecordKind, Stage
from portal.plugins.bundled.elevator_consultations.ledger_payloads import notice_payload
from portal.plugins.bundled.elevator_consultations.models import Case, PublicNotice
from portal.plugins.bundled.elevator_consultations.notice_content import digest_of_notice, frozen_notice
from portal.plugins.bundled.elevator_consultations.notice_letter import ask_households, objections_matter
from portal.plugins.bundled.elevator_consultations.stages import CONDITIONS, Facts

#: How far ahead a notice may be dated, and how long it may stand.
AHEAD, LONGEST = dt.timedelta(days=60), 365


@transaction.atomic
def post_notice(
    case: Case,
    *,
    texts: Names,
    first_day: dt.date,
    last_day: dt.date,
    by: AbstractBaseUser | None,
    seen: str | None = None,
) -> PublicNotice:
    """The one that stood is replaced, and the period begins anew. `seen` is the digest of the preview: what was not
    seen is not posted, and what was posted already, such as by a first click, is answered. Raises ValidationError."""
    matter = objections_matter(case)
    if matter is not None:  # locked before the case, as by households who object
        HouseholdMatter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    row = locked_case(case.pk)
    before = row.notices.order_by("number").last()
    if before is not None and before.digest == seen:
        return before
    check_notice(facts_of(row), first_day, last_day)
    frozen = frozen_notice(row, next_number(before), texts, first_day, last_day)
    if seen is not None and digest_of_notice(frozen) != seen:
        raise ValidationError(_("Something has changed since the preview. Please look at it again."), code="stale")
    notice = _write(row, before, texts, frozen)
    ask_households(row, notice, by=by)
    log(instance=row, action="elevators.post_notice", user=by, data={"number": notice.number, "digest": notice.digest})
    return notice


def next_number(before: PublicNotice | None) -> int:
    return before.number + 1 if before else 1


def check_notice(facts: Facts, first_day: dt.date, last_day: dt.date) -> None:
    """Raises ValidationError, at the field where one is to blame."""
    if facts.stage != Stage.NOTICE:
        raise ValidationError(_("A notice is posted in the stage of public notice: move the case there first."))
    if missing := [text for condition in CONDITIONS[Stage.NOTICE] if (text := condition(facts))]:
        raise ValidationError(missing)
    if not facts.today <= first_day <= facts.today + AHEAD:
        raise ValidationError({"first_day": _("Today, or a day within the next two months.")})
    days = (last_day - first_day).days + 1
    if not facts.notice_days <= days <= LONGEST:
        text = ngettext(
            "It has to stand for at least %(count)d day, the first and the last included, and at most a year.",
            "It has to stand for at least %(count)d days, the first and the last included, and at most a year.",
            facts.notice_days,
        )
        raise ValidationError({"last_day": text % {"count": facts.notice_days}})


def _write(row: Case, before: PublicNotice | None, texts: Names, frozen: dict[str, Any]) -> PublicNotice:
    if before is not None and before.replaced_at is None:
        before.replaced_at = timezone.now()
        before.save(update_fields=["replaced_at"])
        append(row, RecordKind.NOTICE, f"notice:{before.number}", notice_payload(before))
    notice = PublicNotice(
        case=row,
        number=frozen["number"],
        texts=texts,
        frozen=frozen,
        digest=digest_of_notice(frozen),
        first_day=dt.date.fromisoformat(frozen["first_day"]),
        last_day=dt.date.fromisoformat(frozen["last_day"]),
    )
    notice.chain_head = append(row, RecordKind.NOTICE, f"notice:{notice.number}", notice_payload(notice)).digest
    notice.full_clean(exclude=["case"])
    notice.save()
    return notice
