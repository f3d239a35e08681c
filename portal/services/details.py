"""Papers, fees and times of a guide in words, in the active language. Blocks of drafts may lack anything."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue


@dataclass(frozen=True, slots=True)
class Paper:
    """Something to bring. `count` says how many of what kind; `form` is a document."""

    name: str
    count: str = ""
    note: str = ""
    form: Any = None


@dataclass(frozen=True, slots=True)
class Fee:
    name: str
    amount: str = ""
    note: str = ""


def papers_of(materials: "StreamValue") -> list[Paper]:
    return [
        Paper(
            name=child.value.get("name") or "",
            count=count_text(child.value.get("originals"), child.value.get("copies")),
            note=child.value.get("note") or "",
            form=child.value.get("form"),
        )
        for child in materials
    ]


def count_text(originals: int | None, copies: int | None) -> str:
    """`original`, `2 originals`, `original and 2 copies`; one original needs no number."""
    words = []
    if originals:
        words.append(ngettext("original", "%(count)d originals", originals) % {"count": originals})
    if copies:
        words.append(ngettext("1 copy", "%(count)d copies", copies) % {"count": copies})
    return _(" and ").join(words)


def fees_of(fees: "StreamValue") -> list[Fee]:
    return [
        Fee(
            name=child.value.get("name") or "",
            amount=amount_text(child.value.get("amount")),
            note=child.value.get("note") or "",
        )
        for child in fees
    ]


def amount_text(amount: Decimal | None) -> str:
    """Free, or yuan without needless decimals; empty where nothing can be said."""
    if amount is None:
        return ""
    if not amount:
        return _("free")
    decimals = 0 if amount == amount.to_integral_value() else 2
    return _("%(amount)s yuan") % {"amount": number_format(amount, decimals, use_l10n=True, force_grouping=True)}


def days_text(days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return _("on the spot")
    return ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}
