"""Writing divisions to the database: new communities are preparing, known ones keep their address and status.

What the file says wins over what is there, but only where it says something. Names are taken again only when the
official name has changed or the file gives names of its own, so that names edited by people stay.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.communities import find_terms
from portal.communities.addresses import RESERVED, is_reserved
from portal.communities.importing.divisions import CommunityLine, Divisions
from portal.communities.models import Community, District, Street
from portal.communities.models.community import CITY_PAGE_DEPTH
from portal.communities.official_names import CHINESE, names_from, slug_base, street_slug
from portal.communities.slugs import SlugWish, assign_slugs
from portal.names import Names
from portal.tables import Problems

BATCH = 500
UPDATED = ["names", "official_name", "kind", "street", "other_names", "phone", "latitude", "longitude", "address"]


class DivisionsRefused(Exception):
    """Something in the file is wrong; nothing was changed."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class _DryRun(Exception):
    pass


@dataclass
class ImportReport:
    districts: int = 0
    streets: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0


def import_divisions(
    *, divisions: Divisions, dry_run: bool = False, progress: Callable[[int], object] = lambda count: None
) -> ImportReport:
    """All of it or nothing. `progress` is told how many communities are done, twice: written, and made findable."""
    report = ImportReport()
    try:
        with transaction.atomic():
            _Import(divisions, report, progress).run()
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


class _Import:
    def __init__(self, divisions: Divisions, report: ImportReport, progress: Callable[[int], object]) -> None:
        self.divisions, self.report, self.progress = divisions, report, progress
        self.problems = divisions.problems
        # Locked, so that two imports or an edit at the same time cannot take the same address.
        self.existing = {community.code: community for community in Community.objects.select_for_update()}

    def run(self) -> None:
        self.check()
        if self.problems:
            raise DivisionsRefused(self.problems)
        self.streets = self.save_areas()
        changed = self.create_new() + self.update_known()
        for batch in _batches(changed):
            find_terms.refresh(batch)
            self.progress(len(batch))
        self.progress(self.report.unchanged)

    # Checks that need the database

    def check(self) -> None:
        known_streets = set(Street.objects.values_list("code", flat=True))
        known_districts = set(District.objects.values_list("code", flat=True))
        self.city_slugs = set(Page.objects.filter(depth=CITY_PAGE_DEPTH).values_list("slug", flat=True))
        self.community_slugs = {community.slug: code for code, community in self.existing.items()}
        for line in self.divisions.communities:
            street = line.street_code
            if street in known_streets or (line.code in self.existing and street not in self.divisions.streets):
                pass
            elif not self._is_named(self.divisions.streets, street):
                self.problem(line, _("the street office %(code)s is not known; give its name.") % {"code": street})
            elif street[:6] not in known_districts and not self._is_named(self.divisions.districts, street[:6]):
                self.problem(line, _("the district %(code)s is not known; give its name.") % {"code": street[:6]})
            if slug := line.given.get("slug"):
                self.check_slug(line, slug)

    @staticmethod
    def _is_named(areas: dict, code: str) -> bool:
        return code in areas and bool(areas[code].name)

    def check_slug(self, line: CommunityLine, slug: str) -> None:
        known = self.existing.get(line.code)
        if known:
            if known.slug != slug:
                self.problem(line, _("its address is “%(slug)s” and stays that.") % {"slug": known.slug})
        elif is_reserved(slug):
            self.problem(line, _("“%(slug)s” is an address of the site itself.") % {"slug": slug})
        elif slug in self.community_slugs:
            values = {"slug": slug, "code": self.community_slugs[slug]}
            self.problem(line, _("“%(slug)s” is the address of %(code)s.") % values)
        elif slug in self.city_slugs:
            self.problem(line, _("A page of the city has the address “%(slug)s”.") % {"slug": slug})

    def problem(self, line: CommunityLine, message: str) -> None:
        self.problems.add(line.line, message, self.divisions.file)

    # Writing

    def save_areas(self) -> dict[str, Street]:
        """District and street names follow the file; what people made of them in other languages stays until then."""
        districts = {district.code: district for district in District.objects.all()}
        touched: dict[str, District] = {}
        for code, area in self.divisions.districts.items():
            district = districts.setdefault(code, District(code=code))
            if district.names.get(CHINESE) != area.name:
                district.names, touched[code] = names_from(area.name), district
        self.report.districts = _save(District, touched.values(), ["names"])
        streets = {street.code: street for street in Street.objects.all()}
        changed: dict[str, Street] = {}
        for code, area in self.divisions.streets.items():
            street = streets.setdefault(code, Street(code=code, district=districts[code[:6]]))
            if area.name and street.names.get(CHINESE) != area.name:
                street.names, changed[code] = names_from(area.name), street
            if area.phone and street.phone != area.phone:
                street.phone, changed[code] = area.phone, street
        self.report.streets = _save(Street, changed.values(), ["names", "phone"])
        return streets

    def create_new(self) -> list[int]:
        lines = [line for line in self.divisions.communities if line.code not in self.existing]
        slugs = self.slugs_for(lines)
        new = []
        for line in lines:
            community = Community(code=line.code, names=line.names, slug=slugs[line.code])
            self.fill(community, line)
            new.append(community)
        for batch in _batches(new):
            Community.objects.bulk_create(batch)
            self.progress(len(batch))
        self.report.created = len(new)
        return [community.pk for community in new]

    def slugs_for(self, lines: list[CommunityLine]) -> dict[str, str]:
        given = {line.code: line.given["slug"] for line in lines if "slug" in line.given}
        languages = {code for code, _label in settings.LANGUAGES}
        taken = RESERVED | languages | self.city_slugs | set(self.community_slugs) | set(given.values())
        wishes = [
            SlugWish(
                line.code,
                slug_base(line.names.in_language(CHINESE)),
                street_slug(self.streets[line.street_code].names.in_language(CHINESE)),
            )
            for line in lines
            if line.code not in given
        ]
        return {**given, **assign_slugs(wishes, taken=taken)}

    def update_known(self) -> list[int]:
        changed, renamed = [], []
        for line in self.divisions.communities:
            community = self.existing.get(line.code)
            if community is None:
                continue
            before = {name: getattr(community, name) for name in UPDATED}
            if line.is_named or community.official_name != line.official_name:
                community.names = Names({**community.names, **line.names})
            self.fill(community, line)
            if any(getattr(community, name) != value for name, value in before.items()):
                changed.append(community)
                if any(getattr(community, n) != before[n] for n in ("names", "official_name", "other_names")):
                    renamed.append(community.pk)
        for batch in _batches(changed):
            Community.objects.bulk_update(batch, UPDATED)
            self.progress(len(batch))
        self.report.updated = len(changed)
        self.report.unchanged = len(self.divisions.communities) - len(changed) - self.report.created
        self.progress(self.report.unchanged + len(changed) - len(renamed))
        return renamed

    def fill(self, community: Community, line: CommunityLine) -> None:
        community.official_name, community.kind = line.official_name, line.kind
        if line.street_code in self.streets:  # else a known community, whose street is not in the file
            community.street = self.streets[line.street_code]
        for name, value in line.given.items():
            if name == "address":
                value = Names({**community.address, **value})
            if name != "slug":
                setattr(community, name, value)


def _save(model: type[District] | type[Street], rows: Iterable[Any], fields: list[str]) -> int:
    """New rows and changed ones; returns how many are new."""
    rows = list(rows)
    new = model._default_manager.bulk_create([row for row in rows if row.pk is None])
    fresh = set(map(id, new))
    model._default_manager.bulk_update([row for row in rows if id(row) not in fresh], fields, batch_size=BATCH)
    return len(new)


def _batches(things: list) -> Iterable[list]:
    return (things[start : start + BATCH] for start in range(0, len(things), BATCH))
