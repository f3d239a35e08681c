import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from portal.communities.choices import CommunityKind, CommunityStatus
from portal.communities.models import Community, District, FindTerm, Street
from portal.names import Names
from tests.factories.home import make_city, opened_community

pytestmark = pytest.mark.django_db
DIVISIONS = Path(__file__).parent.parent / "data/communities/divisions"
HEADER = "code,name,street,district,name_en,phone\n"
ROW = "990102001051,清波门社区居委会,清波街道,湖东区,,0571-1\n"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def run(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command("import_communities", *map(str, arguments), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def refused(*arguments: object, **options: object) -> list[str]:
    """What the command says when it refuses, line by line; nothing may have changed."""
    before = Community.objects.count(), Street.objects.count(), District.objects.count()
    errors = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_communities", *map(str, arguments), stdout=StringIO(), stderr=errors, **options)
    assert error.value.returncode == 1
    assert (Community.objects.count(), Street.objects.count(), District.objects.count()) == before
    return [*errors.getvalue().splitlines(), str(error.value)]


@pytest.fixture
def write(tmp_path: Path):
    def write_file(content: str | bytes) -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


def slugs() -> dict[str, str]:
    return dict(Community.objects.values_list("code", "slug"))


def test_folder_becomes_communities_of_the_city() -> None:
    run(divisions=DIVISIONS, city="9901")
    assert slugs() == {
        "990102001051": "qingbomen",
        "990102001052": "jianshe-qingbo",
        "990102002003": "jianshe-laodong",
        "990105100201": "longjingcun",
        "990105100202": "jianshecun",
    }
    village = Community.objects.get(code="990105100201")
    assert (village.kind, village.status) == (CommunityKind.VILLAGE, CommunityStatus.PREPARING)
    assert (village.names, village.official_name) == (
        Names({"zh-hans": "龙井村", "en": "Longjing Village"}),
        "龙井村村委会",
    )
    assert str(village.street.district.names["en"]) == "Huxi District"


def test_urban_leaves_villages_out() -> None:
    run(divisions=DIVISIONS, city="9901", urban=True)
    assert sorted(slugs().values()) == ["jianshe-laodong", "jianshe-qingbo", "qingbomen"]
    assert list(District.objects.values_list("code", flat=True)) == ["990102"]


def test_second_run_changes_nothing() -> None:
    run(divisions=DIVISIONS, city="9901")
    before = list(Community.objects.values())
    assert "0 communities added. 0 communities updated, 5 as they were." in run(divisions=DIVISIONS, city="9901")
    assert list(Community.objects.values()) == before


def test_known_communities_keep_address_and_status() -> None:
    run(divisions=DIVISIONS, city="9901", urban=True)
    Community.objects.filter(code="990102001051").update(
        slug="qingbo-gate", status=CommunityStatus.OPEN, names=Names({"zh-hans": "清波门", "en": "Qingbo Gate"})
    )
    run(divisions=DIVISIONS, city="9901")
    known = Community.objects.get(code="990102001051")
    assert (known.slug, known.status, known.names["en"]) == ("qingbo-gate", CommunityStatus.OPEN, "Qingbo Gate")


def test_dry_run_reports_and_changes_nothing() -> None:
    assert "5 communities added" in run(divisions=DIVISIONS, city="9901", dry_run=True)
    assert (Community.objects.count(), Street.objects.count(), FindTerm.objects.count()) == (0, 0, 0)


def test_file_cells_fill_fields_and_empty_ones_leave(write) -> None:
    run(write(HEADER + ROW))
    run(write(HEADER + "990102001051,清波门社区居委会,,,Qingbo Gate,\n"))
    community = Community.objects.get()
    assert community.names == {"zh-hans": "清波门社区", "en": "Qingbo Gate"}
    assert (community.phone, community.street.names["zh-hans"]) == ("0571-1", "清波街道")


def test_new_official_name_renames_and_is_found(write) -> None:
    run(write(HEADER + ROW))
    run(write(HEADER + "990102001051,涌金门社区,,,,\n"))
    assert Community.objects.get().names == {"zh-hans": "涌金门社区", "en": "Yongjinmen Community"}
    assert set(FindTerm.objects.filter(position=0).values_list("text", flat=True)) == {
        "涌金门社区",
        "yongjinmencommunity",
    }
    assert slugs() == {"990102001051": "qingbomen"}


def test_byte_order_mark_of_spreadsheets_is_no_problem(write) -> None:
    run(write(b"\xef\xbb\xbf" + (HEADER + ROW).encode()))
    assert slugs() == {"990102001051": "qingbomen"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ((HEADER + ROW).encode("gbk"), "looks like GBK (line 2)"),
        ((HEADER + ROW).encode("utf-16"), "This is UTF-16, not UTF-8."),
        (b"PK\x03\x04rest", "This is a workbook, not a CSV file."),
        (b"code,name\n\xff\xff\xff\n", "This is not UTF-8 text (line 2)."),
        (b"code,name\n1\x00,2\n", "This is not a text file."),
        (b"", "empty; its first line must name the columns."),
        ("code,street\n1,2\n", "columns missing in the first line: name."),
        ("code,name,phnoe\n", "columns nobody knows: phnoe."),
        ("code,name,code\n", "columns named twice: code."),
        ("code,name\n990102001051,a,b\n", "line 2: more cells than there are columns."),
        ('code,name\n990102001051,"a\n', "line 2: unexpected end of data"),
    ],
)
def test_unreadable_file_is_explained_in_one_line(write, content: str | bytes, said: str) -> None:
    (line,) = refused(write(content))
    assert line.startswith("list.csv")
    assert said in line


def test_every_wrong_row_has_its_line(write) -> None:
    rows = (
        "99010200105,short,清波街道,湖东区,,\n"
        + ROW
        + ROW
        + "990102001052,,清波街道,湖东区,,\n"
        + "990102001053,名,清波镇,湖东区,,\n"
        + "990102009054,名,,,,\n"
        + "990203001054,名,某街道,,,\n"
        + f"990102001056,名,,,,{'1' * 31}\n"
    )
    assert refused(write(HEADER + rows)) == [
        "list.csv: line 2: the code “99010200105” is not 12 digits.",
        "list.csv: line 4: the code 990102001051 stands in line 3 already.",
        "list.csv: line 5: 990102001052 has no name.",
        "list.csv: line 6: 990102001 is “清波镇” here and “清波街道” in line 3.",
        "list.csv: line 7: the street office 990102009 is not known; give its name.",
        "list.csv: line 8: the district 990203 is not known; give its name.",
        "list.csv: line 9: phone: Ensure this value has at most 30 characters (it has 31).",
        "7 problems, nothing was changed.",
    ]


def test_wrong_addresses_are_refused_by_row(write) -> None:
    known = opened_community(slug="sunshine")
    make_city()
    rows = [
        "990102001051,甲,find",
        "990102001052,乙,sunshine",
        "990102001053,丙,Not a slug",
        f"{known.code},丁,other",
        "990102001054,戊,same",
        "990102001055,己,same",
    ]
    header = "code,name,slug,street,district\n"
    content = header + "\n".join(f"{row},清波街道,湖东区" for row in rows[:3]) + "\n"
    content += f"{rows[3]},,\n" + "\n".join(f"{row},清波街道,湖东区" for row in rows[4:])
    assert refused(write(content)) == [
        "list.csv: line 2: “find” is an address of the site itself.",
        f"list.csv: line 3: “sunshine” is the address of {known.code}.",
        "list.csv: line 4: slug: Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
        "list.csv: line 5: its address is “sunshine” and stays that.",
        "list.csv: line 7: the address “same” stands in line 6 already.",
        "5 problems, nothing was changed.",
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "Give either a CSV file or --divisions with --city."),
        ({"divisions": DIVISIONS}, "--divisions needs --city."),
        ({"divisions": DIVISIONS, "city": "33"}, "“33” is not the code of a city: four digits, such as 3301."),
        ({"divisions": DIVISIONS, "city": "1234"}, f"There is no villages_1234*.csv in {DIVISIONS}."),
    ],
)
def test_wrong_options_are_explained(options: dict[str, object], said: str) -> None:
    assert refused(**options) == [said]


def test_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    assert refused(path) == [f"{path} cannot be read: No such file or directory"]


@pytest.mark.shared
@pytest.mark.parametrize(("city", "everything", "urban"), [("3301", 3320, 1410), ("2101", 2703, 1156)])
def test_official_list_of_a_city_imports(city: str, everything: int, urban: int) -> None:
    folder = Path(os.environ["LINLI_SHARED"]) / "data/cn-divisions"
    began = time.monotonic()
    run(divisions=folder, city=city, urban=True)
    assert Community.objects.count() == urban
    of_urban = slugs()
    run(divisions=folder, city=city)
    assert time.monotonic() - began < 120
    assert Community.objects.count() == everything
    assert {code: slug for code, slug in slugs().items() if code in of_urban} == of_urban
