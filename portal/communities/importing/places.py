"""Places of one community from CSV: a row a place, its `type` in the first column; see docs/operators/communities.md.

Rows may stand in any order. Known places (same code below the same parent) are updated: a cell with something in it
wins, an empty one leaves what is there. Staff are not imported: their consent is recorded by hand.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from portal.communities import find_terms
from portal.communities.importing.divisions import language_columns
from portal.communities.models import (
    AccessFacts,
    Building,
    Community,
    Compound,
    Grid,
    Household,
    Office,
    Stairwell,
    Venue,
)
from portal.communities.signals import offices_imported
from portal.hours.schedule import OpeningHours
from portal.names import Names
from portal.tables import Problems, Row, read_rows

REQUIRED = ("type", "code")
BATCH = 500
YES, NO = {"yes", "true", "1", "y", "是", "有"}, {"no", "false", "0", "n", "否", "无"}


@dataclass(frozen=True, slots=True)
class Kind:
    """How rows of a type become places. `key` is the field for `code`, `values` are the fields that columns fill.

    `above` leads from a place to the community: a building's is ("compound",), and its `parent` cell then holds the
    compound's code; a household's holds three codes, 翠苑/3/1. `parent` is the type of what stands right above.
    """

    model: type[models.Model]
    key: str
    values: tuple[str, ...]
    above: tuple[str, ...] = ()
    parent: str = ""


POINT = ("address", "latitude", "longitude")
ACCESS = (*AccessFacts.FACTS, "access_note")
PROPERTY = ("property_company", "property_phone", "property_is_24h", "owners_committee", "owners_committee_phone")
#: In the order in which they are written: what others belong to comes first.
KINDS: Mapping[str, Kind] = {
    "grid": Kind(Grid, "code", ("names",)),
    "compound": Kind(Compound, "code", ("names", "other_names", "road", "grid", *PROPERTY)),
    "building": Kind(Building, "number", ("names", "floors", "has_elevator", "grid"), ("compound",), "compound"),
    "stairwell": Kind(Stairwell, "number", ("has_elevator",), ("building", "compound"), "building"),
    "household": Kind(Household, "room", ("floor",), ("stairwell", "building", "compound"), "stairwell"),
    "venue": Kind(Venue, "code", ("names", *POINT, "phone", "hours", "capacity", *ACCESS)),
    "room": Kind(Venue, "code", ("names", "hours", "capacity", *ACCESS), parent="venue"),
    "office": Kind(Office, "code", ("names", *POINT, "phone", "hours", *ACCESS)),
}
#: Fields with a name in each language: columns `name`, `name_zh_hans`, `name_en`.
STEMS = {"names": "name"} | {
    name: name for name in ("road", "address", "property_company", "owners_committee", "access_note")
}
Codes = tuple[str, ...]


class PlacesRefused(Exception):
    """Something in the file is wrong; nothing was changed."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class PlacesReport:
    """How many places of each type were added and changed."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)


def known_columns() -> list[str]:
    fields = {name for kind in KINDS.values() for name in kind.values if name not in STEMS}
    languages = [column for stem in STEMS.values() for column in (stem, *language_columns(stem))]
    return [*REQUIRED, "parent", *sorted(fields), *languages]


def read_places(path: Path) -> list[Row]:
    return read_rows(path, required=REQUIRED, known=known_columns())


def import_places(*, community: Community, rows: Iterable[Row], file: str = "", dry_run: bool = False) -> PlacesReport:
    """All rows or none. One read for each type of place, one write for each 500 places."""
    job = _Import(community, list(rows), file)
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        job.run()
        find_terms.refresh([community.pk])
        offices_imported.send(sender=Community, instance=community)
        if dry_run:
            transaction.set_rollback(True)
    return job.report


class _Import:
    """`known` has the places of each type by the codes that lead to them from the community."""

    def __init__(self, community: Community, rows: list[Row], file: str) -> None:
        self.community, self.rows, self.file = community, rows, file
        self.problems, self.report = Problems(), PlacesReport()
        self.known: dict[str, dict[Codes, Any]] = {}
        self.lines: dict[tuple[type[models.Model], Codes], int] = {}

    def problem(self, row: Row, message: str) -> None:
        self.problems.add(row.line, message, self.file)

    def run(self) -> None:
        types = ", ".join(KINDS)
        for row in self.rows:
            if row["type"] not in KINDS:
                self.problem(
                    row, _("the type “%(type)s” is none of %(types)s.") % {"type": row["type"][:40], "types": types}
                )
        for name, kind in KINDS.items():
            self.known[name] = self.existing(name, kind)
            changed = [place for row in self.rows if row["type"] == name and (place := self.read(name, kind, row))]
            if not self.problems:
                self.write(name, kind, changed)
        if self.problems:
            raise PlacesRefused(self.problems)

    def existing(self, name: str, kind: Kind) -> dict[Codes, Any]:
        rows = kind.model._default_manager.filter(**{"__".join((*kind.above, "community")): self.community})
        if kind.model is Venue:
            rows = rows.filter(parent__isnull=name == "venue")
        if kind.above:
            rows = rows.select_related("__".join(kind.above))
        return {codes_of(place, kind): place for place in rows}

    def read(self, name: str, kind: Kind, row: Row) -> Any:
        """The new or changed place of a row; None if nothing changes or something is wrong."""
        parent_codes = tuple(code.strip() for code in row["parent"].split("/") if code.strip())
        parent = self.known[kind.parent].get(parent_codes) if kind.parent else None
        if kind.parent and parent is None:
            values = {"type": kind.parent, "codes": row["parent"][:80]}
            self.problem(row, _("there is no %(type)s “%(codes)s”.") % values)
            return None
        codes = (*parent_codes, row["code"]) if kind.above else (row["code"],)
        if (first := self.lines.setdefault((kind.model, codes), row.line)) != row.line:
            self.problem(row, _("this place stands in line %(first)d already.") % {"first": first})
            return None
        known = self.known[name].get(codes)
        place = known or self.new(name, kind, row, codes, parent)
        fields = [*kind.values, *(["parent"] if name == "room" else [])]
        before = {value: getattr(place, value) for value in fields}
        if name == "room":
            place.parent = parent
        self.fill(place, kind, row)
        return place if known is None or any(getattr(place, value) != old for value, old in before.items()) else None

    def new(self, name: str, kind: Kind, row: Row, codes: Codes, parent: Any) -> Any:
        place: Any = kind.model()
        setattr(place, kind.key, self.clean(row, kind, kind.key, row["code"]))
        setattr(place, kind.above[0] if kind.above else "community", parent if kind.above else self.community)
        self.known[name][codes] = place
        return place

    def fill(self, place: Any, kind: Kind, row: Row) -> None:
        for name in kind.values:
            if name in STEMS:
                if given := self.names(row, STEMS[name]):
                    setattr(place, name, self.clean(row, kind, name, Names({**getattr(place, name), **given})))
            elif row[name]:
                setattr(place, name, self.value(row, kind, name))
        if "names" in kind.values and kind.key == "code" and not place.names:
            self.problem(row, _("it has no name."))
        if bool(row["latitude"]) != bool(row["longitude"]):
            self.problem(row, _("latitude and longitude come together."))

    @staticmethod
    def names(row: Row, stem: str) -> dict[str, str]:
        """The column without a language is the first language's."""
        first = settings.LANGUAGES[0][0]
        given = {code: row[column] for column, code in language_columns(stem).items() if row[column]}
        return {first: row[stem], **given} if row[stem] else given

    def value(self, row: Row, kind: Kind, name: str) -> Any:
        if name == "grid":
            grid = self.known["grid"].get((row[name],))
            if grid is None:
                self.problem(row, _("there is no grid “%(code)s”.") % {"code": row[name][:40]})
            return grid
        if name == "hours":
            return OpeningHours.parse(row[name])
        if isinstance(kind.model._meta.get_field(name), models.BooleanField):
            word = row[name].casefold()
            if word not in YES | NO:
                self.problem(
                    row, _("%(column)s: “%(word)s” is neither yes nor no.") % {"column": name, "word": word[:20]}
                )
            return word in YES
        return self.clean(row, kind, name, row[name])

    def clean(self, row: Row, kind: Kind, name: str, value: Any) -> Any:
        try:
            return cast("models.Field", kind.model._meta.get_field(name)).clean(value, None)
        except ValidationError as error:
            self.problem(row, f"{name}: {' '.join(error.messages)}")
            return value

    def write(self, name: str, kind: Kind, changed: list[Any]) -> None:
        new = [place for place in changed if place.pk is None]
        old = [place for place in changed if place.pk is not None]
        kind.model._default_manager.bulk_create(new, batch_size=BATCH)
        fields = [*kind.values, *(["parent"] if name == "room" else [])]
        kind.model._default_manager.bulk_update(old, fields, batch_size=BATCH)
        self.report.added[name], self.report.changed[name] = len(new), len(old)


def codes_of(place: Any, kind: Kind) -> Codes:
    codes = [str(getattr(place, kind.key))]
    for step in kind.above:
        place = getattr(place, step)
        codes.append(place.code if isinstance(place, Compound) else place.number)
    return tuple(reversed(codes))
