"""What a reader asks the calendar for, in its address: `?kind=class&audience=elderly&venue=hall&team=...&free=1`."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.activities.models import Series
from portal.communities.models import Community
from portal.components import Option, OptionGroup
from portal.home.search_sources import labels_of
from portal.names import Names
from portal.plugins.calendar import CalendarKind

LONGEST = 255


@dataclass(frozen=True, slots=True)
class Filters:
    """Codes, empty where nothing is asked for."""

    kind: str = ""
    audience: str = ""
    venue: str = ""
    team: str = ""
    free: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Filters":
        given = {part.name: query.get(part.name, "")[:LONGEST] for part in fields(cls)}
        return cls(**{**given, "free": "1" if given["free"] else ""})

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))

    @property
    def query(self) -> str:
        """With its question mark; empty where nothing is asked for. One order, so one address for one list."""
        given = {part.name: value for part in fields(self) if (value := getattr(self, part.name))}
        return f"?{urlencode(given)}" if given else ""

    def condition(self, prefix: str = "") -> Q:
        """For series, or with `series__` for their dates."""
        found = Q()
        if self.kind:
            found &= Q(**{f"{prefix}kind": self.kind})
        if self.audience:
            found &= Q(**{f"{prefix}audiences__contains": f",{self.audience},"})
        if self.venue:
            found &= Q(**{f"{prefix}venue__code": self.venue})
        if self.team:
            found &= Q(**{f"{prefix}team": self.team})
        if self.free:
            found &= Q(**{f"{prefix}is_free": True})
        return found


Choices = dict[str, dict[str, str]]


def choices_in(community: Community, owners: list[str]) -> Choices:
    """{filter: {code: label}} of what the calendar there has. One query."""
    rows = Series.objects.shown_in(community, owners).order_by()
    values = ("kind", "audiences", "venue__code", "venue__names", "team", "team_names", "is_free")
    kinds, audiences = dict(CalendarKind.choices), labels_of("audience")
    found: Choices = {"kind": {}, "audience": {}, "venue": {}, "team": {}, "free": {}}
    for kind, codes, venue, venue_names, team, team_names, is_free in rows.values_list(*values).distinct():
        found["kind"][kind] = str(kinds.get(kind, kind))
        found["audience"] |= {code: audiences.get(code, code) for code in codes.split(",") if code}
        if venue:
            found["venue"][venue] = str(Names(venue_names or {})) or venue
        if team:
            found["team"][team] = str(Names(team_names or {})) or team
        if is_free:
            found["free"]["1"] = _("Free of charge")
    return found


def groups_of(choices: Choices, filters: Filters, path: str) -> list[OptionGroup]:
    """As links to the same view; a group with one choice and nothing chosen would filter nothing."""
    headings = {
        "kind": _("What"),
        "audience": _("For whom"),
        "venue": _("Where"),
        "team": _("Team"),
        "free": _("Cost"),
    }
    groups = []
    for name, heading in headings.items():
        options = choices[name]
        chosen: Any = getattr(filters, name)
        if not chosen and (not options or (name != "free" and len(options) < 2)):
            continue
        if chosen and chosen not in options:
            options = {**options, chosen: chosen}
        links = [
            Option(
                label=label,
                url=path + replace(filters, **{name: "" if code == chosen else code}).query,
                selected=code == chosen,
            )
            for code, label in sorted(options.items(), key=lambda option: option[1])
        ]
        groups.append(OptionGroup(heading, links))
    return groups
