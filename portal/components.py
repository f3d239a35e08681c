"""The values components show. Plain, so that any app can fill them and the style guide can show them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Badge:
    """`kind`: neutral, good, info, warn or danger."""

    label: str
    kind: str = "neutral"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class LinkItem:
    """One line of a list of links. `note` is small print (a date, a place); `language` is set where the text is not
    in the reader's language."""

    title: str
    url: str
    summary: str = ""
    note: str = ""
    icon: str = ""
    badges: Sequence[Badge] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what there is to say of it; `url` makes the value a link."""

    label: str
    value: str
    icon: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone, or some place, to call. `hours` is text; `photo` an address of a square picture; `kind` emergency
    makes it red."""

    name: str
    phone: str = ""
    role: str = ""
    hours: str = ""
    photo: str = ""
    note: str = ""
    icon: str = "person"
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter, as a link to the list with it applied (or, when `selected`, without it)."""

    label: str
    url: str
    selected: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class OptionGroup:
    label: str
    options: Sequence[Option]
