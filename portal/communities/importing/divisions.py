"""What files say of communities, brought to one form: districts, streets, and a line for each community.

Two kinds of files: our own CSV (`COLUMNS`), and a folder with the official list of divisions (`areas.csv`,
`streets.csv` and `villages_*.csv`, columns as in the package china-division).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.translation import gettext as _

from portal.communities.choices import CommunityKind
from portal.communities.models import Community, Street
from portal.communities.official_names import display_name, is_urban, kind_of, names_from
from portal.names import Names
from portal.tables import FileProblem, Problems, Row, read_rows

REQUIRED = ("code", "name")
#: Columns of our CSV besides: values for the community's own fields.
FIELDS = ("slug", "other_names", "phone", "latitude", "longitude")
AREAS = ("street", "street_phone", "district")


def language_columns(stem: str) -> dict[str, str]:
    """{"name_zh_hans": "zh-hans", "name_en": "en"}."""
    return {f"{stem}_{code.replace('-', '_')}": code for code, _label in settings.LANGUAGES}


def known_columns() -> list[str]:
    languages = [*language_columns("name"), *language_columns("address")]
    return [*REQUIRED, "kind", *AREAS, *FIELDS, "address", *languages]


@dataclass
class CommunityLine:
    """`given` holds what the file says besides, by field name; `is_named` says that `names` were given."""

    line: int
    code: str
    official_name: str
    kind: CommunityKind
    names: Names
    is_named: bool = False
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def street_code(self) -> str:
        return self.code[:9]


@dataclass
class AreaLine:
    """A district or a street; `phone` is a street's."""

    name: str
    line: int = 0
    phone: str = ""


@dataclass
class Divisions:
    file: str = ""
    communities: list[CommunityLine] = field(default_factory=list)
    districts: dict[str, AreaLine] = field(default_factory=dict)
    streets: dict[str, AreaLine] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)


def read_communities(path: Path) -> Divisions:
    """Our CSV. Problems of rows are collected, those of the file raised as FileProblem."""
    divisions = Divisions(file=path.name)
    reader = _LineReader(divisions)
    for row in read_rows(path, required=REQUIRED, known=known_columns()):
        reader.add(row)
    return divisions


def read_folder(folder: Path, *, city: str, urban: bool = False) -> Divisions:
    """The official list of one city (four digits: 3301), whole or (`urban`) only what is no village."""
    if not re.fullmatch(r"\d{4}", city):
        raise FileProblem(_("“%(city)s” is not the code of a city: four digits, such as 3301.") % {"city": city})
    files = sorted(folder.glob(f"villages_{city}*.csv")) or sorted(folder.glob("villages.csv"))
    if not files:
        raise FileProblem(_("There is no villages_%(city)s*.csv in %(folder)s.") % {"city": city, "folder": folder})
    divisions = Divisions(file=files[0].name)
    for code, name in _areas(folder / "areas.csv", city):
        divisions.districts[code] = AreaLine(name)
    for code, name in _areas(folder / "streets.csv", city):
        divisions.streets[code] = AreaLine(name)
    reader = _LineReader(divisions)
    for file in files:
        for row in read_rows(file, required=REQUIRED):
            if row["code"].startswith(city) and (is_urban(row["name"]) or not urban):
                reader.add(row)
    used_streets = {line.street_code for line in divisions.communities}
    divisions.streets = {code: street for code, street in divisions.streets.items() if code in used_streets}
    divisions.districts = {c: d for c, d in divisions.districts.items() if any(s[:6] == c for s in used_streets)}
    return divisions


def _areas(path: Path, city: str) -> Iterator[tuple[str, str]]:
    for row in read_rows(path, required=REQUIRED):
        if row["code"].startswith(city):
            yield row["code"], row["name"]


class _LineReader:
    """Checks rows against the model's own fields and against the rows before them."""

    def __init__(self, divisions: Divisions) -> None:
        self.divisions = divisions
        self.codes: dict[str, int] = {}
        self.slugs: dict[str, int] = {}

    def problem(self, row: Row, message: str) -> None:
        self.divisions.problems.add(row.line, message, self.divisions.file)

    def add(self, row: Row) -> None:
        code, name = row["code"], row["name"]
        if not re.fullmatch(r"[0-9]{12}", code):
            self.problem(row, _("the code “%(code)s” is not 12 digits.") % {"code": code[:40]})
            return
        if (first := self.codes.setdefault(code, row.line)) != row.line:
            self.problem(row, _("the code %(code)s stands in line %(first)d already.") % {"code": code, "first": first})
            return
        if not name:
            self.problem(row, _("%(code)s has no name.") % {"code": code})
            return
        line = CommunityLine(row.line, code, name, self.kind(row), self.names(row))
        line.is_named = any(row[column] for column in language_columns("name"))
        line.given = self.given(row)
        self.clean(row, "official_name", name)
        self.clean(row, "names", line.names)
        self.add_areas(row)
        self.divisions.communities.append(line)

    def kind(self, row: Row) -> CommunityKind:
        try:
            return CommunityKind(row["kind"]) if row["kind"] else kind_of(row["name"])
        except ValueError:
            kinds = ", ".join(CommunityKind.values)
            self.problem(
                row, _("the kind “%(kind)s” is none of %(kinds)s.") % {"kind": row["kind"][:40], "kinds": kinds}
            )
            return CommunityKind.COMMUNITY

    def names(self, row: Row) -> Names:
        given = {code: row[column] for column, code in language_columns("name").items() if row[column]}
        return Names({**names_from(display_name(row["name"])), **given})

    def given(self, row: Row) -> dict[str, Any]:
        """Cells with something in them; an empty cell leaves what there is."""
        values: dict[str, Any] = {name: self.clean(row, name, row[name]) for name in FIELDS if row[name]}
        address = {code: row[column] for column, code in language_columns("address").items() if row[column]}
        if row["address"]:
            address.setdefault(settings.LANGUAGES[0][0], row["address"])
        if address:
            values["address"] = self.clean(row, "address", Names(address))
        if bool(row["latitude"]) != bool(row["longitude"]):
            self.problem(row, _("latitude and longitude come together."))
        slug = values.get("slug")
        if slug and (first := self.slugs.setdefault(slug, row.line)) != row.line:
            self.problem(
                row, _("the address “%(slug)s” stands in line %(first)d already.") % {"slug": slug, "first": first}
            )
        return values

    def clean(self, row: Row, name: str, value: Any, model: type[Community | Street] = Community) -> Any:
        try:
            return cast("Field", model._meta.get_field(name)).clean(value, None)
        except ValidationError as error:
            self.problem(row, f"{name}: {' '.join(error.messages)}")
            return value

    def add_areas(self, row: Row) -> None:
        """A street is named by the first row that names it; rows that name it differently are a problem."""
        code = row["code"]
        for areas, key, name in (
            (self.divisions.streets, code[:9], row["street"]),
            (self.divisions.districts, code[:6], row["district"]),
        ):
            if name and (known := areas.setdefault(key, AreaLine(name, row.line))).name != name:
                values = {"code": key, "name": name, "other": known.name, "line": known.line}
                self.problem(row, _("%(code)s is “%(name)s” here and “%(other)s” in line %(line)d.") % values)
        if row["street_phone"]:
            phone = self.clean(row, "phone", row["street_phone"], Street)
            self.divisions.streets.setdefault(code[:9], AreaLine("", row.line)).phone = phone
