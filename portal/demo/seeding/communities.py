"""The demo's communities and the places in them: compounds with their buildings, grids with staff, offices, venues."""

from datetime import date
from typing import Any

from portal.communities.models import Building, Community, Compound, Grid, GridStaff, Office, Stairwell, Street, Venue
from portal.demo.seeding.pictures import portrait
from portal.demo.seeding.reading import names, read
from portal.home.actions import open_community
from portal.home.models import CommunityHomePage
from portal.hours.schedule import OpeningHours


def seed_communities(*, today: date) -> None:
    for row in read("city")["communities"]:
        community, created = Community.objects.get_or_create(code=row["code"], defaults=_values(row))
        open_community(community=community)
        if created:
            _welcome(community, row["welcome"])
            _places(community, row, today)


def _values(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "slug": row["slug"],
        "names": names(row["names"]),
        "street": Street.objects.get(code=row["street"]),
        "address": names(row["address"]),
        "phone": row["phone"],
        "hours": OpeningHours.parse(row["hours"]),
        "latitude": row["latitude"],
        "longitude": row["longitude"],
    }


def _welcome(community: Community, texts: dict[str, str]) -> None:
    for home in CommunityHomePage.objects.filter(community=community).select_related("locale"):
        home.welcome = names(texts).in_language(home.locale.language_code)
        home.save_revision().publish()


def _places(community: Community, row: dict[str, Any], today: date) -> None:
    compounds = {compound["key"]: _compound(community, compound) for compound in row["compounds"]}
    for grid in row["grids"]:
        _grid(community, grid, compounds, today)
    for office in row["offices"]:
        Office.objects.create(community=community, **_located(office))
    for venue in row["venues"]:
        hall = Venue.objects.create(community=community, **_located(venue))
        Venue.objects.bulk_create(
            Venue(
                community=community,
                parent=hall,
                code=f"{venue['key']}-{room['key']}",
                names=names(room["names"]),
                capacity=room["capacity"],
            )
            for room in venue["rooms"]
        )


def _compound(community: Community, row: dict[str, Any]) -> Compound:
    aliases = [name for language in row.get("aliases", {}).values() for name in language]
    compound = Compound.objects.create(
        community=community,
        code=row["key"],
        names=names(row["names"]),
        other_names=", ".join(aliases),
        road=names(row["road"]),
        property_company=names(row["property_company"]["names"]),
        property_phone=row["property_company"]["phone"],
        property_is_24h=True,
    )
    for block in row["buildings"]:
        first, last = block["numbers"]
        buildings = Building.objects.bulk_create(
            Building(compound=compound, number=str(number), floors=block["storeys"], has_elevator=block["elevator"])
            for number in range(first, last + 1)
        )
        Stairwell.objects.bulk_create(
            Stairwell(building=building, number=str(number))
            for building in buildings
            for number in range(1, block["stairwells"] + 1)
        )
    return compound


def _grid(community: Community, row: dict[str, Any], compounds: dict[str, Compound], today: date) -> None:
    grid = Grid.objects.create(community=community, code=f"grid-{row['number']}", names=names(row["names"]))
    for covered in row["covers"]:
        compound = compounds[covered["compound"]]
        if covered["buildings"] == "all":
            Compound.objects.filter(pk=compound.pk).update(grid=grid)
        else:
            first, last = covered["buildings"]
            numbers = [str(number) for number in range(first, last + 1)]
            Building.objects.filter(compound=compound, number__in=numbers).update(grid=grid)
    for person in row["staff"]:
        GridStaff.objects.create(
            grid=grid,
            role=person["role"],
            phone=row["phone"],
            photo=portrait(person["names"]),
            consented_on=today,
            name=" ".join(person["names"].values()),
        )


def _located(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": row["key"],
        "names": names(row["names"]),
        "address": names(row["address"]),
        "phone": row["phone"],
        "hours": OpeningHours.parse(row["hours"]),
        "access_note": names(row["access_note"]),
        **row["access"],
    }
