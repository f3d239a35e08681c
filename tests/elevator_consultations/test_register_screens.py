"""The register by file and by hand, and everything that can be wrong in a file."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from portal.communities.choices import Role
from portal.plugins.bundled.elevator_consultations.doors import door_of
from portal.plugins.bundled.elevator_consultations.models import Case, Unit
from portal.plugins.bundled.elevator_consultations.registering import remove_unit
from tests.factories.communities import HouseholdFactory, StairwellFactory
from tests.factories.elevator_questions import make_question, say
from tests.factories.elevators import make_register, unsaved_unit
from tests.factories.people import staff
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db
HEAD = "building,stairwell,room,floor,area,source,owner,undelivered"


@pytest.fixture
def stairwell(case: Case):
    return StairwellFactory(number="1", building__number="3", building__compound__community=case.community)


@pytest.fixture
def lead(case: Case) -> Client:
    client = Client()
    client.force_login(staff(case.community, Role.LEAD))
    return client


def path(case: Case, rest: str = "") -> str:
    return f"/en/sunshine/x/elevators/{case.pk}/staff/register/{rest}"


def csv_of(*rows: str, head: str = HEAD) -> SimpleUploadedFile:
    return SimpleUploadedFile("register.csv", "\n".join([head, *rows]).encode(), "text/csv")


def xlsx_of(*rows: list) -> SimpleUploadedFile:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("register.xlsx", out.getvalue())


def send(client: Client, case: Case, upload: SimpleUploadedFile, **more) -> tuple[int, str]:
    response = client.post(path(case, "import/"), {"file": upload} | more)
    return response.status_code, response.content.decode()


def confirm(client: Client, case: Case, page: str, why: str = "") -> int:
    rows = page.split('name="rows" value="')[1].split('"')[0]
    return client.post(path(case, "import/"), {"rows": rows, "why": why}).status_code


def test_file_is_looked_at_then_written(lead: Client, case: Case, stairwell) -> None:
    HouseholdFactory(stairwell=stairwell, room="101", floor=1)
    status, page = send(lead, case, csv_of("3,1,101,1,78.5,register,,", "3幢,1单元,201,2层,90㎡,合同,7,"))
    assert (status, Unit.objects.count(), "1 of them is new in the list of places" in page) == (200, 0, True)
    assert confirm(lead, case, page) == 302
    units = [(str(unit.household), str(unit.area), unit.area_source, unit.owner_mark) for unit in Unit.objects.all()]
    assert units == [("101", "78.50", "register", None), ("201", "90.00", "contract", 7)]


def test_workbook_with_chinese_headings_is_read(lead: Client, case: Case, stairwell) -> None:
    head = ["楼栋", "单元", "房号", "楼层", "登记面积", "面积来源", "产权人标记", "未售或未交付"]
    status, page = send(lead, case, xlsx_of(head, ["3", 1, 301, 3, 78.52, "不动产登记", None, "是"]))
    assert (status, confirm(lead, case, page)) == (200, 302)
    unit = Unit.objects.get()
    assert (str(unit.area), unit.is_undelivered, unit.household.floor) == ("78.52", True, 3)


def test_gbk_file_of_a_spreadsheet_is_read(lead: Client, case: Case, stairwell) -> None:
    text = "楼栋,单元,房号,楼层,面积,来源\n3,1,101,1,80,测绘\n"
    upload = SimpleUploadedFile("登记.csv", text.encode("gb18030"))
    assert send(lead, case, upload)[0] == 200


def test_all_problems_are_said_by_line(lead: Client, case: Case, stairwell) -> None:
    status, page = send(
        lead,
        case,
        csv_of(
            "9,1,101,1,80,register,,",
            "3,7,101,1,80,register,,",
            "3,1,101,,80,register,,",
            "3,1,102,1,0,register,,",
            "3,1,103,1,,register,,",
            "3,1,104,1,eighty,register,,",
            "3,1,105,1,80.123,register,,",
            "3,1,106,1,80,neighbour,,",
            "3,1,107,1,80,register,Wang,",
            "3,1,108,1,80,register,7,yes",
            "3,1,109,1,80,register,,",
            "3,1,109,1,80,register,,",
            "3,1,,1,80,register,,",
            "3,1,110,1,999999999,register,,perhaps",
        ),
    )
    said = [line.split("</li>")[0] for line in page.split("<li>line ")[1:]]
    assert (status, Unit.objects.count()) == (422, 0)
    assert said == [
        "2: There is no building “9” in this community’s list of places.",
        "3: Building “3” has no stairwell “7”.",
        "4: The floor is missing.",
        "5: The area is zero.",
        "6: The area is missing.",
        "7: The area “eighty” is not a number such as 78.50.",
        "8: The area “80.123” has more than two decimals.",
        "9: “neighbour” is not where an area comes from: Property register, Official survey, Purchase contract.",
        "10: The owner’s mark “Wang” is not a whole number. No names, please.",
        "11: What is not handed over has no owner’s mark: it counts as the developer’s.",
        "13: Room 109 stands in line 12 already.",
        "14: The room is missing, or longer than 20 characters.",
        "15: The area “999999999” is too large for a flat.",
        "15: Unsold or not handed over: “perhaps” is neither yes nor no.",
    ]


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.csv", b"\x00\x01"),
        SimpleUploadedFile("a.xlsx", b"PK\x03\x04nonsense"),
        SimpleUploadedFile("a.csv", b"building,room\n3,101"),
        SimpleUploadedFile("a.csv", b"x" * (2 * 1024 * 1024 + 1)),
        SimpleUploadedFile("a.csv", HEAD.encode() + b"\n3,1,101,1,80,register,," * 2001),
        SimpleUploadedFile("a.csv", b""),
    ],
    ids=["nul", "broken workbook", "columns missing", "too large", "too many rows", "empty"],
)
def test_unreadable_file_is_answered_kindly(lead: Client, case: Case, stairwell, upload) -> None:
    upload.seek(0)
    status, page = send(lead, case, upload)
    assert (status, "field--wrong" in page) == (422, True)


def test_register_comes_out_and_goes_in_unchanged(lead: Client, case: Case, stairwell) -> None:
    make_register(case, [{"owner_mark": 7}, {"is_undelivered": True}, {}], stairwell)
    for kind in ("csv", "xlsx"):
        content = lead.get(path(case, f"file/{kind}/")).content
        status, page = send(lead, case, SimpleUploadedFile(f"r.{kind}", content), is_whole="on")
        assert (status, "3 units stay as they are." in page) == (200, True)


def test_import_never_orphans_an_answer(lead: Client, case: Case, stairwell) -> None:
    units = make_register(case, 3, stairwell)
    asked = make_question(case)
    for unit in units[:2]:
        say(asked, unit, "agree")
    first, second, third = (f"3,1,{unit.household.room},{unit.household.floor}" for unit in units)
    left = f"{third},78.50,register,,"
    status, page = send(lead, case, csv_of(left), is_whole="on")
    doors = "; ".join(door_of(unit.household) for unit in units[:2])
    assert (status, f"asked now, but are not in the file: {doors}. Leave" in page) == (422, True)
    status, page = send(lead, case, csv_of(left, f"{first},80,register,,", f"{second},80,register,,"), is_whole="on")
    assert (status, confirm(lead, case, page)) == (200, 422)  # a reason is wanted now
    assert confirm(lead, case, page, why="areas corrected") == 302
    assert [str(unit.area) for unit in Unit.objects.all()] == ["80.00", "80.00", "78.50"]


def test_unit_left_out_of_the_whole_file_counts_no_longer(lead: Client, case: Case, stairwell) -> None:
    units = make_register(case, 2, stairwell)
    _status, page = send(lead, case, csv_of("3,1,102,1,78.50,register,,"), is_whole="on")
    confirm(lead, case, page, why="shop")
    units[0].refresh_from_db()
    assert (units[0].removed_why, Unit.objects.counted().count()) == ("shop", 1)


def test_removed_unit_comes_back_by_file(lead: Client, case: Case, stairwell) -> None:
    [unit] = make_register(case, 1, stairwell)
    remove_unit(unit, by=None, why="x")
    _status, page = send(lead, case, csv_of("3,1,101,1,78.50,register,,"))
    assert confirm(lead, case, page) == 302
    assert Unit.objects.counted().get().pk == unit.pk


def test_tampered_preview_writes_nothing(lead: Client, case: Case, stairwell) -> None:
    response = lead.post(path(case, "import/"), {"rows": "forged", "why": "x"})
    assert (response.status_code, Unit.objects.count()) == (422, 0)


def test_other_community_knows_nothing_of_it(case: Case, stairwell) -> None:
    other = community_with("elevators", slug="elsewhere")
    client = Client()
    client.force_login(staff(other, Role.LEAD))
    assert client.get(path(case)).status_code == 403
    assert client.get(f"/en/elsewhere/x/elevators/{case.pk}/staff/register/").status_code == 404


def test_single_unit_is_added_changed_merged_removed(lead: Client, case: Case, stairwell) -> None:
    first, _second = make_register(case, 2, stairwell)
    typed = {"area": "80", "area_source": "survey", "owner_mark": "", "why": "survey"}
    added = lead.post(path(case, "add/"), typed | {"stairwell": stairwell.pk, "room": "301", "floor": "3"})
    changed = lead.post(path(case, f"{first.pk}/"), typed | {"owner_mark": "7"})
    third = Unit.objects.get(household__room="301")
    merged = lead.post(path(case, f"{third.pk}/merge/"), {"into": first.pk, "area": "", "why": "one flat"})
    removed = lead.post(path(case, f"{first.pk}/remove/"), {"why": "demolished"})
    assert [each.status_code for each in (added, changed, merged, removed)] == [302] * 4
    first.refresh_from_db()
    assert (str(first.area), first.owner_mark, first.removed_why) == ("160.00", 7, "demolished")
    assert lead.post(path(case, f"{first.pk}/remove/"), {"why": "again"}).status_code == 404


@pytest.mark.parametrize("area", ["", "0", "-1", "1e9", "80.001", "NaN", "\x00", "9" * 400])
def test_bad_area_is_said_at_its_field(lead: Client, case: Case, stairwell, area: str) -> None:
    [unit] = make_register(case, 1, stairwell)
    response = lead.post(path(case, f"{unit.pk}/"), {"area": area, "area_source": "register", "why": "x"})
    assert (response.status_code, "field--wrong" in response.content.decode()) == (422, True)


@pytest.mark.parametrize("units", [24, 400])
def test_register_takes_the_same_queries_however_long(
    lead: Client, case: Case, stairwell, units: int, django_assert_num_queries
) -> None:
    Unit.objects.bulk_create(unsaved_unit(case, stairwell, place, room=f"r{place}") for place in range(units))
    with django_assert_num_queries(18):
        assert lead.get(path(case)).status_code == 200
