from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from portal.communities.models import Building, Community, Compound, FindTerm, Grid, Household, Office, Venue
from portal.names import Names
from tests.factories.communities import CommunityFactory

pytestmark = pytest.mark.django_db

PLACES = """\
type,code,parent,name,name_en,other_names,road,grid,property_phone,property_is_24h,floors,has_elevator,floor,address,hours,step_free,lift
household,501,cuiyuan/3/1,,,,,,,,,,5,,,,
stairwell,1,cuiyuan/3,,,,,,,,,yes,,,,,
building,3,cuiyuan,,,,,g2,,,7,no,,,,,
compound,cuiyuan,,翠苑一区,Cuiyuan 1,教工宿舍,文三路12号,g1,0571-1,是,,,,,,,
grid,g1,,第一网格,,,,,,,,,,,,,
grid,g2,,第二网格,,,,,,,,,,,,,
venue,centre,,党群服务中心,Service Centre,,,,,,,,,文三路1号,周一至周五 9:00-17:00,yes,no
room,study,centre,书房,Study,,,,,,,,,,,,
office,counter,,便民窗口,Counter,,,,,,,,,文三路1号,Mon-Fri 9:00-17:00,,
"""
Write = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def community() -> Community:
    return CommunityFactory(slug="cuiyuan")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(content: str) -> Path:
        path = tmp_path / "places.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return write_file


def run(path: Path, **options: Any) -> list[str]:
    out = StringIO()
    call_command("import_places", str(path), community="cuiyuan", stdout=out, stderr=StringIO(), **options)
    return out.getvalue().splitlines()


def refused(path: Path, **options: Any) -> list[str]:
    errors = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_places", str(path), **{"community": "cuiyuan", "stderr": errors, **options})
    return [*errors.getvalue().splitlines(), str(error.value)]


def test_rows_in_any_order_become_places(community: Community, write: Write) -> None:
    assert run(write(PLACES)) == [
        "grid: 2 added, 0 changed",
        "compound: 1 added, 0 changed",
        "building: 1 added, 0 changed",
        "stairwell: 1 added, 0 changed",
        "household: 1 added, 0 changed",
        "venue: 1 added, 0 changed",
        "room: 1 added, 0 changed",
        "office: 1 added, 0 changed",
        "Done.",
    ]
    compound = Compound.objects.get()
    assert (compound.names, compound.road) == (
        Names({"zh-hans": "翠苑一区", "en": "Cuiyuan 1"}),
        Names({"zh-hans": "文三路12号"}),
    )
    assert (compound.community, compound.grid.code, compound.property_is_24h) == (community, "g1", True)
    building = Building.objects.get()
    assert (building.number, building.floors, building.has_elevator, building.grid.code) == ("3", 7, False, "g2")
    household = Household.objects.get()
    assert (household.room, household.floor, household.stairwell.building) == ("501", 5, building)
    study = Venue.objects.get(code="study")
    assert (study.parent.code, study.parent.step_free, study.parent.lift, study.lift) == ("centre", True, False, None)
    assert bool(Office.objects.get().hours)


def test_importing_again_changes_nothing(community: Community, write: Write) -> None:
    run(write(PLACES))
    assert run(write(PLACES)) == ["Done."]


def test_filled_cells_win_and_empty_ones_leave(community: Community, write: Write) -> None:
    run(write(PLACES))
    lines = run(
        write(
            "type,code,parent,name_en,property_phone,floors\ncompound,cuiyuan,,Cuiyuan One,,\nbuilding,3,cuiyuan,,,8\n"
        )
    )
    assert lines == ["compound: 0 added, 1 changed", "building: 0 added, 1 changed", "Done."]
    compound = Compound.objects.get()
    assert (compound.names, compound.property_phone) == ({"zh-hans": "翠苑一区", "en": "Cuiyuan One"}, "0571-1")
    assert Building.objects.get().floors == 8


def test_imported_compound_can_be_found(community: Community, write: Write) -> None:
    run(write(PLACES))
    assert FindTerm.objects.filter(text="教工宿舍", compound__code="cuiyuan").exists()


def test_dry_run_changes_nothing(community: Community, write: Write) -> None:
    assert run(write(PLACES), dry_run=True)[-1] == "Dry run: nothing was changed."
    assert (Compound.objects.count(), Grid.objects.count()) == (0, 0)


def test_every_wrong_row_has_its_line(community: Community, write: Write) -> None:
    rows = """\
type,code,parent,name,grid,floors,has_elevator,latitude
castle,x,,,,,,
compound,one,,翠苑,nogrid,,,
compound,one,,翠苑,,,,
compound,two,,,,,,
compound,not a code,,名,,,,
building,1,nowhere,,,,,
building,2,one,,,999,maybe,
venue,v,,名,,,,30
"""
    assert refused(write(rows)) == [
        "places.csv: line 2: the type “castle” is none of grid, compound, building, stairwell, household, venue, room, "
        "office.",
        "places.csv: line 3: there is no grid “nogrid”.",
        "places.csv: line 4: this place stands in line 3 already.",
        "places.csv: line 5: it has no name.",
        "places.csv: line 6: code: Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
        "places.csv: line 7: there is no compound “nowhere”.",
        "places.csv: line 8: floors: Ensure this value is less than or equal to 200.",
        "places.csv: line 8: has_elevator: “maybe” is neither yes nor no.",
        "places.csv: line 9: latitude and longitude come together.",
        "9 problems, nothing was changed.",
    ]
    assert Compound.objects.count() == 0


def test_unknown_community_is_one_clear_line(write: Write) -> None:
    assert refused(write(PLACES), community="nowhere") == ["There is no community “nowhere”."]


@pytest.mark.parametrize("count", [3, 300])
def test_queries_do_not_grow_with_places(
    community: Community, write: Write, count: int, django_assert_max_num_queries: Any
) -> None:
    run(write(PLACES))
    rows = "".join(f"household,{room},cuiyuan/3/1\n" for room in range(1000, 1000 + count))
    path = write("type,code,parent\n" + rows)
    with django_assert_max_num_queries(24):
        run(path)
    assert Household.objects.count() == count + 1
