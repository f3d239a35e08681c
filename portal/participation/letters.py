"""Letters to households: who is asked, what stands on the sheet, the picture to scan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.communities.models import Community, Household, Stairwell
from portal.participation.household_address import household_code_url
from portal.participation.household_codes import IssuedCode
from portal.participation.models import HouseholdMatter


@dataclass(frozen=True, slots=True)
class StairwellLetters:
    """`asked` and `made` are numbers of households: all of the stairwell, and those with a valid letter."""

    stairwell: Stairwell
    asked: int
    made: int

    def __str__(self) -> str:
        return door_of(self.stairwell)


def door_of(stairwell: Stairwell, room: str = "") -> str:
    parts = [str(stairwell.building.compound), str(stairwell.building), str(stairwell), room]
    return " · ".join(part for part in parts if part)


def stairwells_asked(matter: HouseholdMatter) -> list[StairwellLetters]:
    """In the order of the doors. Three queries, however many."""
    households = matter.households().order_by()
    asked = dict(households.values_list("stairwell").annotate(Count("pk")))
    made = dict(matter.codes.valid().order_by().values_list("household__stairwell").annotate(Count("pk")))
    stairwells = Stairwell.objects.filter(pk__in=asked).select_related("building__compound")
    ordered = stairwells.order_by("building__compound__code", "building__number", "number")
    return [StairwellLetters(each, asked[each.pk], made.get(each.pk, 0)) for each in ordered]


def households_in(
    matter: HouseholdMatter, stairwells: Iterable[Stairwell], rooms: Sequence[str] = ()
) -> QuerySet[Household]:
    """Those asked in these stairwells, of these rooms only where some are given; as letters are put into boxes."""
    households = matter.households().filter(stairwell__in=[stairwell.pk for stairwell in stairwells])
    if rooms:
        households = households.filter(room__in=rooms)
    order = ("stairwell__building__compound__code", "stairwell__building__number", "stairwell__number", "room")
    return households.select_related("stairwell__building__compound").order_by(*order)


@dataclass(frozen=True, slots=True)
class Letter:
    """One sheet, in `language`; `picture` is an inline SVG of the address with the code."""

    language: str
    door: str
    code: str
    address: str
    picture: SafeString


def letters_for(issued: Iterable[IssuedCode], community: Community, *, language: str) -> list[Letter]:
    """The sheets of one print run. Nothing else ever holds these codes."""
    address = f"{settings.PORTAL_BASE_URL}{household_code_url(community, language=language)}"
    with translation.override(language):
        return [
            Letter(
                language=language,
                door=door_of(each.household.stairwell, each.household.room),
                code=each.spelt,
                address=address,
                picture=code_picture(f"{address}#{each.spelt}", _("Picture to scan with a phone")),
            )
            for each in issued
        ]


def code_picture(text: str, label: str) -> SafeString:
    """A QR code as an inline SVG without a size of its own: sharp on paper."""
    picture = segno.make(text, error="m", micro=False).svg_inline(
        omitsize=True, border=2, svgclass=None, lineclass=None
    )
    return format_html("{}", SafeString(picture.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)))


def letter_texts(matter: HouseholdMatter, language: str) -> dict[str, Any]:
    """What all sheets of a run say alike."""
    with translation.override(language):
        return {
            "title": matter.titles.in_language(language),
            "text": matter.letter_text.in_language(language),
            "digest": matter.letter_digest,
            "until": date_format(localtime(matter.closes_at), "DATETIME_FORMAT"),
            "today": date_format(localtime(), "DATE_FORMAT"),
        }
