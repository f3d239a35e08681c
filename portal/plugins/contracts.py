"""The values hooks return."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from hashlib import sha256
from operator import index
from typing import Any

from django.utils.functional import Promise

from portal.communities.models import Community, Venue
from portal.plugins.calendar import CalendarKind, checked_paths, checked_times, checked_uid
from portal.plugins.choices import Severity
from portal.recurrence import Recurrence, When


class Value:
    """What is wrong with a value shows where the plugin makes it, in its own call, not later in the page that uses it.

    Lazy texts become plain ones; what is no text or no number where one is wanted raises TypeError.
    """

    __slots__ = ()

    def __post_init__(self) -> None:
        for part in fields(self):  # type: ignore[arg-type]  # only dataclasses derive from it
            given = getattr(self, part.name)
            if part.type is str and type(given) is not str:
                object.__setattr__(self, part.name, plain_text(given))
            elif part.type is int:
                index(given)


def plain_text(given: object) -> str:
    if not isinstance(given, str | Promise):
        raise TypeError(f"{given!r} is no text")
    return str(given)


def plain_texts(given: Mapping[str, object]) -> dict[str, str]:
    return {code: plain_text(text) for code, text in given.items() if text}


@dataclass(frozen=True, slots=True)
class Card(Value):
    """A box on a home page, rendered from `template` with `context` plus `card`. Cards stand in ascending `order`.

    `key` is unique on the page and becomes the id of its section; `title` is its heading.
    """

    key: str
    title: str
    template: str
    order: int = 500
    context: Mapping[str, Any] = field(default_factory=dict)
    wide: bool = False


@dataclass(frozen=True, slots=True)
class MenuLink(Value):
    """A link of the main menu; links stand in ascending `order`. `icon` names an icon of the portal's set."""

    label: str
    url: str
    order: int = 500
    icon: str = ""


def changing_key(name: str, *texts: str) -> str:
    """A key for something that says `texts`: another one as soon as one of them changes."""
    return f"{name}-{sha256(repr(texts).encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class PageNotice(Value):
    """A line above pages that readers can put away, unless `is_dismissible` is False.

    `key` is unique in the whole portal, the same in all languages, and changes when what the notice says does, so that
    who has put it away sees it again: `changing_key("works-12", *texts)`. Shown from `starts` until `ends`, both with a
    time zone, None for always. `language` is that of the texts, where it is not the reader's. The most severe stand
    first, then those of the lowest `order`.
    """

    key: str
    title: str
    text: str = ""
    url: str = ""
    severity: Severity = Severity.INFO
    starts: datetime | None = None
    ends: datetime | None = None
    language: str = ""
    is_dismissible: bool = True
    order: int = 500


@dataclass(frozen=True, slots=True)
class GuideAction(Value):
    """Something to do with what a guide is about, as a button below its summary."""

    label: str
    url: str
    order: int = 500
    icon: str = "forward"


@dataclass(frozen=True, slots=True)
class SitemapEntry(Value):
    """One thing search engines may index: its address without host in each language it is written in."""

    paths: Mapping[str, str]
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PluginEntry(Value):
    """Something searchable that is no page, in one language.

    `id` is the same in all languages, unique within the plugin, at most 50 characters of `[A-Za-z0-9_-]`. Texts are
    plain. `path` is what follows the plugin's address in that community: `"rooms/blue/"`. `keywords` are words that
    people use and the text does not have.
    """

    id: str
    language: str
    community: Community
    title: str
    path: str
    updated_at: datetime
    summary: str = ""
    body: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacesLeft(Value):
    """How many places something has left at this moment; `left` is None where there is no limit, 0 where it is full.

    It is of an entry of `search_entries` (`id`) or of a page (`page`: its translation key as a text), one of the two.
    """

    left: int | None
    id: str = ""
    page: str = ""

    def __post_init__(self) -> None:
        # Not super(): a dataclass with slots is another class than the one this function was made in.
        Value.__post_init__(self)
        if bool(self.id) == bool(self.page):
            raise ValueError("places are those of an entry or of a page")
        if self.left is not None:
            index(self.left)


@dataclass(frozen=True, slots=True)
class CalendarEntry(Value):
    """Something that takes place, once or again and again, as the calendar shows it. Anybody may read it.

    `uid` is the same in all languages and never changes: unique within the app or plugin, at most 100 characters of
    `[A-Za-z0-9._-]`. `titles` has the languages it is written in. `path` is what follows the community's address,
    `"activities/tai-chi/"` or `"x/PLUGIN/..."`; where it differs by language, `{language: path}` with those of
    `titles`. `starts` and `ends` are aware datetimes, or dates for whole days, of which `ends` is the day after the
    last; in a series, those of its first date. `venue` is one of the community's, whose name stands for `place`.
    `audiences` are codes of the city's audiences. `team` is the slug of a team's page, `team_names` its name.
    `is_free` is None where nobody says. `is_cancelled` strikes out all of it; single dates are `recurrence.cancelled`.
    """

    uid: str
    community: Community
    titles: Mapping[str, str]
    path: str | Mapping[str, str]
    starts: When
    ends: When
    kind: CalendarKind = CalendarKind.OTHER
    recurrence: Recurrence | None = None
    summaries: Mapping[str, str] = field(default_factory=dict)
    audiences: tuple[str, ...] = ()
    venue: Venue | None = None
    place: Mapping[str, str] = field(default_factory=dict)
    team: str = ""
    team_names: Mapping[str, str] = field(default_factory=dict)
    is_free: bool | None = None
    is_cancelled: bool = False

    def __post_init__(self) -> None:
        # Not super(): a dataclass with slots is another class than the one this function was made in.
        Value.__post_init__(self)
        checked_uid(self.uid)
        checked_times(self.starts, self.ends)
        object.__setattr__(self, "kind", CalendarKind(self.kind))
        object.__setattr__(self, "titles", plain_texts(self.titles))
        object.__setattr__(self, "summaries", plain_texts(self.summaries))
        object.__setattr__(self, "path", checked_paths(self.path, self.titles))


@dataclass(frozen=True, slots=True)
class DashboardItem(Value):
    """A line on an editor's start page: something that waits for somebody. `count` is left out where it is 0."""

    label: str
    url: str
    count: int = 0
    order: int = 500


@dataclass(frozen=True, slots=True)
class Figure(Value):
    """A sum of a community's over some time. `key` names what was counted, in the whole portal: `"classes.hours"`.

    `label` says it with its unit: "Class hours given". Figures stand in ascending `order`.
    """

    community: Community
    key: str
    label: str
    value: int
    order: int = 500


@dataclass(frozen=True, slots=True)
class HealthReport(Value):
    """What a plugin says of itself on the city's health page. `is_well` False makes it a warning there."""

    label: str
    value: str
    is_well: bool = True
    order: int = 500
