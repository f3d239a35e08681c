"""Codes of households: drawn for one print run, replaced, forgotten in time. See docs/decisions for why they are not
kept anywhere in plain."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.communities.models import Household
from portal.participation.household_code import digest_of, draw_code, spell_code
from portal.participation.models import HouseholdCode, HouseholdMatter

#: Letters of one print run; drawing their pictures takes 20 ms each.
MOST_LETTERS = 300
#: How long the digests of a matter that is over are kept, so that a late visitor is told that it is.
KEPT = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """The only place where a code stands in plain: never stored, never logged, gone with the letter's page."""

    household: Household
    code: str = field(repr=False)

    @property
    def spelt(self) -> str:
        return spell_code(self.code)


@transaction.atomic
def issue_codes(
    matter: HouseholdMatter,
    households: Iterable[Household],
    *,
    by: User | None,
    replace: bool = False,
    why: str = "",
) -> list[IssuedCode]:
    """Codes for those of the households that have none yet; with `replace` for all, and the ones before stop.

    In the order of the households. Replacing wants a reason, which is logged with the doors concerned. Raises
    ValidationError where the matter is over, for households that are not asked, and for more than MOST_LETTERS at once.
    """
    matter = HouseholdMatter.objects.select_for_update().get(pk=matter.pk)  # two print runs at once: one after another
    wanted = list(households)
    _check(matter, wanted, replace, why)
    valid = {code.household_id: code for code in matter.codes.valid().filter(household__in=wanted)}
    if not replace:
        wanted = [household for household in wanted if household.pk not in valid]
    replaced = [valid[household.pk] for household in wanted if household.pk in valid]
    matter.codes.filter(pk__in=[code.pk for code in replaced]).update(replaced_at=timezone.now())
    issued = [IssuedCode(household, draw_code()) for household in wanted]
    HouseholdCode.objects.bulk_create(
        HouseholdCode(matter=matter, household=each.household, digest=digest_of(each.code), issued_by=by)
        for each in issued
    )
    if issued:
        action = "participation.replace_codes" if replaced else "participation.issue_codes"
        data = {"letters": len(issued), "replaced": [code.household_id for code in replaced], "why": why}
        log(instance=matter, action=action, user=by, data=data)
    return issued


def _check(matter: HouseholdMatter, households: list[Household], replace: bool, why: str) -> None:
    if matter.is_over():
        raise ValidationError(_("It is over: letters can no longer be made."))
    if replace and not why.strip():
        raise ValidationError(_("Say why the letters are made anew: the earlier ones stop working."))
    if len(households) > MOST_LETTERS:
        raise ValidationError(_("At most %(max)d letters at once: choose fewer buildings.") % {"max": MOST_LETTERS})
    asked = matter.households().filter(pk__in=[household.pk for household in households]).order_by()
    if asked.count() != len({household.pk for household in households}):
        raise ValidationError(_("One of the households is not asked in this matter."))


def erase_old_codes() -> int:
    """Forget the codes of matters that have been over for a while."""
    erased, _each = HouseholdCode.objects.filter(matter__closes_at__lt=timezone.now() - KEPT).delete()
    return erased
