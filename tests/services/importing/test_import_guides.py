"""`manage.py import_guides` as an operator meets it."""

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import Page

from portal.home.models import PageKey
from portal.services.importing.writing import pages_of
from portal.services.models import Audience, Category, GuidePage
from tests.factories.guides import make_category, make_guide
from tests.factories.home import opened_community

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[2] / "data" / "guides"
EXAMPLE = Path(__file__).parents[3] / "docs" / "operators" / "examples" / "provincial-items.yaml"
ROW = {"key": "a", "category": "permit", "en": {"title": "Title", "summary": "Summary"}}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _sunshine() -> None:
    opened_community(slug="sunshine", code="980000000001")
    opened_community(slug="heping", code="980000000002")


def run(path: Path, **options: Any) -> tuple[str, str]:
    """What the command writes to its two outputs."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_guides", path, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def refused(path: Path, **options: Any) -> list[str]:
    """Every line of a refused import, its last one too; nothing may have changed."""
    before = (Page.objects.count(), PageKey.objects.count(), Category.objects.count())
    err = io.StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("import_guides", path, stdout=io.StringIO(), stderr=err, **options)
    assert (Page.objects.count(), PageKey.objects.count(), Category.objects.count()) == before
    return [*err.getvalue().splitlines(), *str(raised.value).splitlines()]


def lines(path: Path, *rows: dict[str, Any] | str) -> Path:
    written = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def jsonl(tmp_path):
    return lambda *rows: lines(tmp_path / "guides.jsonl", *rows)


@pytest.fixture
def csv_file(tmp_path):
    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "guides.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def as_workbook(source: Path, target: Path) -> Path:
    book = openpyxl.Workbook()
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.save(target)
    return target


def content() -> dict[tuple[str, str], Any]:
    """What the guides say, without what an import's moment or database decides."""
    names = ("title", "summary", "keywords", "body", "kind", "popularity", "must_come", "visits", "office", "phone")
    return {
        (key.key, language): (
            [getattr(page, name) for name in names],
            [page.category.code, page.community and page.community.slug, page.days_promised, page.last_published_at],
            sorted(row.audience.code for row in page.audience_rows.all()),
            [stream.get_prep_value() for stream in (page.materials, page.steps, page.fees, page.channels)],
            [row.target.slug for row in page.related_rows.select_related("target")],
        )
        for key in PageKey.objects.all()
        for language, page in pages_of(key.key).items()
    }


def test_sample_is_imported_and_reported() -> None:
    out, err = run(DATA / "guides.jsonl")
    assert out.splitlines() == [
        "New categories, named by their codes until somebody names them in the admin: education.",
        "New audiences, named by their codes until somebody names them in the admin: everyone, pet owners, seniors.",
        "4 guides created, 0 updated, 0 as they were.",
    ]
    assert err == ""


def test_second_import_changes_nothing() -> None:
    run(DATA / "guides.jsonl")
    assert run(DATA / "guides.jsonl") == ("0 guides created, 0 updated, 4 as they were.\n", "")


def test_jsonl_says_what_it_says() -> None:
    run(DATA / "guides.jsonl")
    page = pages_of("library-card")["en"]
    assert (page.title, page.office, page.visits, page.days_promised) == (
        "Getting a library card",
        "Linhu Library",
        1,
        0,
    )
    assert [block.value["title"] for block in page.steps] == ["Register", "Collect the card"]
    assert [block.block_type for block in page.channels] == ["counter", "online"]
    assert [row.target.title for row in page.related_rows.all()] == []
    assert [row.target.title for row in pages_of("library-card")["zh-hans"].related_rows.all()] == ["图书证挂失"]
    assert pages_of("reading-club")["zh-hans"].community.slug == "sunshine"
    assert pages_of("lost-card")["zh-hans"].channels[0].value["hours_note"] == "9月20日 8:30–11:00"


def test_csv_and_workbook_say_the_same(tmp_path) -> None:
    run(DATA / "guides.jsonl")
    expected = content()
    for path in (DATA / "guides.csv", as_workbook(DATA / "guides.csv", tmp_path / "guides.xlsx")):
        assert "4 as they were" not in run(path, again=True)[0]
        assert content() == expected


def test_dry_run_says_and_changes_nothing(jsonl) -> None:
    run(jsonl(ROW))
    changed = ROW | {"en": {"title": "Changed", "summary": "Summary"}}
    out, _err = run(jsonl(changed, ROW | {"key": "b"}), dry_run=True)
    assert out.splitlines() == [
        "changed\ta\tChanged",
        "new\tb\tTitle",
        "Would create 1 guides, update 1 and leave 0 as they are.",
        "Dry run: nothing was changed.",
    ]
    assert list(GuidePage.objects.values_list("title", flat=True)) == ["Title"]


def test_community_is_slug_or_code(jsonl) -> None:
    run(jsonl(ROW | {"community": "sunshine"}, ROW | {"key": "b", "community": "980000000002"}, ROW | {"key": "c"}))
    owners = GuidePage.objects.order_by("slug").values_list("slug", "community__slug")
    assert dict(owners) == {"a": "sunshine", "b": "heping", "c": None}


def test_option_community_is_default_and_limit(jsonl) -> None:
    rows = (ROW, ROW | {"key": "b", "community": "heping"}, ROW | {"key": "c", "community": "980000000001"})
    out, _err = run(jsonl(*rows), community="sunshine")
    assert "1 rows of others were left out.\n" in out
    assert dict(GuidePage.objects.values_list("slug", "community__slug")) == {"a": "sunshine", "c": "sunshine"}


def test_labels_are_found_by_name(jsonl) -> None:
    make_category("permit", names={"zh-hans": "证件"})
    run(jsonl(ROW | {"category": "证件"}))
    assert pages_of("a")["en"].category.code == "permit"


def test_unknown_labels_can_be_refused(jsonl) -> None:
    assert refused(jsonl(ROW | {"audience": ["newcomer"]}), no_new_labels=True) == [
        "guides.jsonl: line 1: There is no category “permit”.",
        "guides.jsonl: line 1: There is no audience “newcomer”.",
        "2 problems, nothing was changed.",
    ]
    assert Audience.objects.count() == 0


def test_default_category_serves_rows_without(jsonl) -> None:
    row = {name: value for name, value in ROW.items() if name != "category"}
    run(jsonl(row), category="welfare")
    assert pages_of("a")["en"].category.code == "welfare"


def test_all_problems_are_said_by_line(jsonl) -> None:
    path = jsonl(
        ROW,
        ROW | {"community": "nowhere"},
        "{not json}",
        "[]",
        ROW | {"key": "c", "updated_at": "2026-02-30"},
        ROW | {"key": "d", "type": "poem", "channel": ["pigeon"]},
        {"key": "e", "en": ROW["en"]},
        ROW | {"key": "f", "related": ["ghost"]},
        ROW | {"key": "g", "category": "户籍"},
    )
    found = [line.removeprefix("guides.jsonl: ") for line in refused(path)]
    assert found[2].startswith("line 3: This is not JSON: ")
    assert [*found[:2], *found[3:]] == [
        "line 2: The key “a” is that of line 1.",
        "line 2: There is no open community “nowhere”.",
        "line 4: A line must be one JSON object: {…}",
        "line 5: updated_at: “2026-02-30” is not a date like 2026-07-01.",
        "line 6: type: “poem” is none of: guide, notice, class, volunteer, project.",
        "line 6: channel: “pigeon” is none of: counter, online, phone, home visit.",
        "line 7: It has no category; give it one, or --category for all that have none.",
        "line 8: There is no guide with the key “ghost” to relate it to.",
        "line 9: There is no category “户籍”, and it cannot be a code: a-z, 0-9 and - only.",
        "10 problems, nothing was changed.",
    ]


def test_limits_of_the_site_are_said(jsonl) -> None:
    long = {"title": "t" * 256, "summary": "s" * 301}
    row = ROW | {"en": long, "phone": "call me", "steps": [{"title": "x" * 201}]}
    assert refused(jsonl(row))[:-1] == [
        "guides.jsonl: line 1: title (en): Ensure this value has at most 255 characters (it has 256).",
        "guides.jsonl: line 1: summary (en): At most 300 characters.",
        "guides.jsonl: line 1: phone (en): A phone number has digits, spaces, brackets and hyphens only.",
        "guides.jsonl: line 1: steps (en), 1, title: Ensure this value has at most 200 characters (it has 201).",
    ]


def test_question_without_answer_is_said(jsonl) -> None:
    assert refused(jsonl(ROW | {"questions": "Why?"}))[:-1] == [
        "guides.jsonl: line 1: questions (en), 1, answer: This field is required."
    ]


def test_key_of_another_page_is_refused(jsonl) -> None:
    other = Page.objects.get(slug="sunshine", locale__language_code="en")
    PageKey.objects.create(key="a", translation_key=other.translation_key)
    assert refused(jsonl(ROW))[0] == "guides.jsonl: line 1: The key “a” is that of a page which is no guide."


@pytest.mark.parametrize(
    ("text", "encoding", "message"),
    [
        ("key,title_zh\na,标题\n", "gb18030", "guides.csv: This is not UTF-8; it looks like GBK (line 2)."),
        ("key,title_zh\na,标题\n", "utf-16", "guides.csv: This is UTF-16, not UTF-8."),
        ("title_zh\n标题\n", "utf-8", "guides.csv: columns missing in the first line: key."),
        ("key,name\na,b\n", "utf-8", "guides.csv: no column with titles, such as title_zh."),
        ("key,key\na,b\n", "utf-8", "guides.csv: columns named twice: key."),
        ("", "utf-8", "guides.csv: empty; its first line must name the columns."),
        ('key,title_zh\n"a', "utf-8", "guides.csv, line 2: unexpected end of data"),
    ],
)
def test_unreadable_file_is_one_line(csv_file, text, encoding, message) -> None:
    (line,) = refused(csv_file(text, encoding))
    assert line.startswith(message)


def test_other_files_are_one_line_too(tmp_path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (tmp_path / "a.doc").write_text("")
    found = [refused(tmp_path / name) for name in ("a.xlsx", "a.doc", "missing.jsonl")]
    assert [len(said) for said in found] == [1, 1, 1]
    assert [said[0].split(":")[0].rsplit("/", 1)[-1] for said in found] == [
        "a.xlsx",
        "a.doc",
        "missing.jsonl cannot be read",
    ]


def test_json_that_is_no_json_lines_is_one_line(tmp_path) -> None:
    path = tmp_path / "guides.json"
    found = {}
    for name, value in (("array", [ROW] * 500), ("object", ROW)):
        path.write_text(json.dumps(value, indent=2), encoding="utf-8")
        (found[name],) = refused(path)
    assert found == {
        "array": "guides.json: This is one JSON array. JSON Lines has each object in a line of its own, without [ ].",
        "object": "guides.json: This is an object over several lines. JSON Lines has each object in one line.",
    }


def test_monstrous_rows_are_a_line_each(jsonl) -> None:
    gigantic = '{"key": "b", "visits": ' + "9" * 10_000 + "}"
    assert refused(jsonl(ROW, "[" * 100_000, gigantic)) == [
        "guides.jsonl: line 2: This is nested too deep: more than 10 levels.",
        "guides.jsonl: line 3: “99999999999999999999…” is too large a number.",
        "2 problems, nothing was changed.",
    ]


def test_byte_order_mark_is_no_problem(csv_file) -> None:
    run(csv_file("key,category,title_zh\na,permit,标题\n", "utf-8-sig"))
    assert pages_of("a")["zh-hans"].title == "标题"


def test_gbk_is_read_when_asked_for(csv_file) -> None:
    run(csv_file("key,category,title_zh\na,permit,标题\n", "gb18030"), encoding="gb18030")
    assert pages_of("a")["zh-hans"].title == "标题"


def test_unknown_fields_are_named(jsonl) -> None:
    _out, err = run(jsonl(ROW | {"colour": "red"}))
    assert err == "Not read, for nobody knows these fields: colour (1).\n"


def test_guide_changed_meanwhile_by_hand_keeps_its_address(jsonl) -> None:
    make_guide("a")
    run(jsonl(ROW))
    assert pages_of("a")["en"].slug == "a-2"


def test_provincial_list_comes_by_mapping() -> None:
    out, _err = run(DATA / "provincial_items.csv", mapping=EXAMPLE)
    assert out.splitlines()[-1] == "3 guides created, 0 updated, 0 as they were."
    page = pages_of("LH-0101-001")["zh-hans"]
    assert (page.title, page.office, page.item_code, page.must_come, page.visits) == (
        "老年人优待证核发",
        "临湖市民政局",
        "LH-0101-001",
        "no",
        None,
    )
    assert (page.days_by_rule, page.days_promised, page.last_published_at.date().isoformat()) == (20, 7, "2026-07-01")
    assert [(m.value["name"], m.value["originals"]) for m in page.materials] == [("居民身份证", 1), ("一寸照片", 2)]
    assert [step.value["title"] for step in page.steps] == ["申请", "受理", "发证"]
    assert [(c.block_type, str(c.value.get("hours", ""))) for c in page.channels] == [
        ("counter", "Mon–Fri 9:00–12:00, 13:30–17:00"),
        ("online", ""),
    ]
    assert [law.value["name"] for law in page.legal_basis] == ["《中华人民共和国老年人权益保障法》第五十八条"]


def test_value_the_mapping_lacks_is_a_problem(tmp_path) -> None:
    text = (DATA / "provincial_items.csv").read_text(encoding="utf-8").replace(",行政给付,", ",其他,")
    path = tmp_path / "items.csv"
    path.write_text(text, encoding="utf-8")
    found = refused(path, mapping=EXAMPLE)
    assert found[0] == "items.csv: line 9: category: the mapping has nothing for “其他”."


def test_column_the_mapping_wants_is_missing(csv_file) -> None:
    (line,) = refused(csv_file("事项编码,事项名称\na,b\n"), mapping=EXAMPLE)
    assert line.startswith("guides.csv: columns missing in the first line: 事项类型, ")


@pytest.mark.shared
def test_shared_corpus_goes_into_a_fresh_city(tmp_path) -> None:
    opened_community(slug="riverside")
    corpus = Path(os.environ["LINLI_SHARED"]) / "data" / "demo_corpus.yaml"
    rows = yaml.safe_load(corpus.read_text(encoding="utf-8"))
    path = lines(tmp_path / "corpus.jsonl", *(json.dumps(row, ensure_ascii=False, default=str) for row in rows))
    assert run(path)[0].splitlines()[-1] == "94 guides created, 0 updated, 0 as they were."
    assert run(path)[0].splitlines()[-1] == "0 guides created, 0 updated, 94 as they were."
    assert GuidePage.objects.count() == 91 + 50
