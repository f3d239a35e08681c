"""Texts of HSDS tables as guides want them: numbers that can be dialled, addresses in one line, steps."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

NUMBER = re.compile(r"(?<![\w-])(?:\+?(?:\(\d{2,4}\)|\d)[0-9()\-. ]{4,24}\d|\d{3,6}$)")
ADDRESS = ("address_1", "address_2", "address_3", "address_4", "city", "region", "state_province", "postal_code")
STEP_TITLE, STEP_TEXT = 200, 1000


def clipped(text: str, limit: int) -> str:
    """In one line, cut where it would not fit."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def paragraphs_of(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def phone_of(row: Mapping[str, str]) -> tuple[str, str]:
    """(`312-346-9766`, `ext. 715`): the number with hyphens for dots, and what a dial pad cannot do with the rest."""
    written = row.get("number", "")
    found = NUMBER.search(written)
    if not found:
        return "", "" if written.lower() in ("", "no phone", "none", "n/a") else written
    number = re.sub(r"\s*\.\s*", "-", found.group())
    rest = written if found.group() != written else ""
    extension = row.get("extension", "")
    notes = [rest, _("extension %(number)s") % {"number": extension} if extension else "", row.get("description", "")]
    return number, "; ".join(note for note in notes if note)


def address_of(row: Mapping[str, str]) -> str:
    return ", ".join(part for name in ADDRESS if (part := row.get(name, "")))


def name_of_place(name: str, address: str) -> str:
    return f"{name}, {address}" if name and address and name not in address else name or address


def steps_of(text: str) -> list[dict[str, str]]:
    """A step a paragraph; what is too long for a title follows as its text."""
    steps = []
    for paragraph in paragraphs_of(text):
        if len(paragraph) <= STEP_TITLE:
            steps.append({"title": paragraph})
            continue
        first, _space, rest = paragraph.partition(". ")
        if len(first) >= STEP_TITLE or not rest:
            first, rest = _("How to apply"), paragraph
        steps.append({"title": first, "text": clipped(rest, STEP_TEXT)})
    return steps
