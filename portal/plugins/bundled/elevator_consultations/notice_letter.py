"""The letters that go with a public notice: households object by their code, and read the answers by it later."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.plugins.api import HouseholdMatter, set_household_matter
from portal.plugins.bundled.elevator_consultations.letters import in_all_languages
from portal.plugins.bundled.elevator_consultations.models import Case, PublicNotice
from portal.plugins.bundled.elevator_consultations.registering import stairwells_of
from portal.plugins.bundled.elevator_consultations.storing import KEY

#: How long after the notice a household can read by its code what came of its objection.
READ_FOR = dt.timedelta(days=365)


def matter_key(case: Case) -> str:
    return f"{case.pk}-objections"


def objections_matter(case: Case) -> HouseholdMatter | None:
    return HouseholdMatter.objects.filter(owner=KEY, key=matter_key(case)).first()


def ask_households(case: Case, notice: PublicNotice, *, by: AbstractBaseUser | None) -> HouseholdMatter:
    """Of a new notice: letters that are out stay good. The matter stays open after the period, for reading; whether
    somebody may object still is decided by the notice (`objecting`)."""
    return set_household_matter(
        owner=KEY,
        key=matter_key(case),
        community=case.community,
        titles=in_all_languages(lambda: _("Public notice: %(case)s") % {"case": case}, 200),
        path=f"x/{KEY}/{case.pk}/objections/mine/",
        opens_at=start_of(notice.first_day),
        closes_at=start_of(notice.last_day + dt.timedelta(days=1)) + READ_FOR,
        stairwells=stairwells_of(case),
        letter_text=in_all_languages(lambda: letter_text(notice), 3000),
        letter_digest=notice.chain_head,
        by=by,
    )


def letter_text(notice: PublicNotice) -> str:
    period = _("The notice stands from %(first)s to %(last)s, both days included.") % {
        "first": date_format(notice.first_day),
        "last": date_format(notice.last_day),
    }
    how = _(
        "Who does not agree can object in these days: with the code of this letter, or on paper at the counter. "
        "Every objection gets an answer, and the case does not move on before. With the same code you read the answer."
    )
    proof = _("Please keep this letter. With the number below anybody can check later that nothing was changed.")
    return "\n\n".join([str(notice.texts)[:1500], period, how, proof])


def start_of(day: dt.date) -> dt.datetime:
    """Midnight in the city's time zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
