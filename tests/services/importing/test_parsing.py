"""Cells and JSON into records; nothing here needs the database."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from portal.services.importing.parsing import Parser, beginning
from portal.services.importing.records import GuideRecord
from portal.services.importing.rows import SourceRow, nested
from portal.services.importing.values import Wrong, codes, date_of, key_of, whole_number
from portal.tables import Problems

ROW = {"key": "a", "en": {"title": "Title", "summary": "Summary"}}


def parsed(**values: Any) -> tuple[GuideRecord | None, list[str]]:
    problems = Problems()
    record = Parser("file.jsonl", problems).record(SourceRow(3, ROW | values))
    return record, [str(problem) for problem in problems]


def wrong(**values: Any) -> str:
    """What is said of a row with one fault."""
    record, (message,) = parsed(**values)
    assert record is None
    return message.removeprefix("file.jsonl: ").split(": ", 1)[1]


@pytest.mark.parametrize(
    "written", ["2026-07-01", "2026/7/1", "2026年7月1日", "2026.07.01", "2026-07-01T10:00:00+08:00"]
)
def test_dates_are_read_as_written(written) -> None:
    assert date_of(written) == date(2026, 7, 1)


@pytest.mark.parametrize("written", ["2026-02-30", "yesterday", "01/07/2026", 20260701.5, True])
def test_broken_dates_are_refused(written) -> None:
    with pytest.raises(Wrong):
        date_of(written)


@pytest.mark.parametrize("written", ["a;b", "a；b", "a、b", "a\nb", ["a", "b"], "a; b;", ["a", "b", "a"]])
def test_lists_are_parted_by_their_marks(written) -> None:
    assert codes(written) == ("a", "b")


@pytest.mark.parametrize("written", [-1, "1.5", True, "many", "9999999999"])
def test_numbers_must_be_whole(written) -> None:
    with pytest.raises(Wrong):
        whole_number(written)


@pytest.mark.parametrize("written", ["", None, "with blank", "x" * 101, "证"])
def test_keys_must_be_letters_and_digits(written) -> None:
    with pytest.raises(Wrong):
        key_of(written)


def test_zh_is_simplified_chinese() -> None:
    record, problems = parsed(zh={"title": "标题", "summary": "摘要"}, office={"zh": "街道"})
    assert (record.languages, record.details, problems) == (["zh-hans", "en"], {"office": {"zh-hans": "街道"}}, [])


def test_summary_is_the_beginning_of_the_text() -> None:
    record, _problems = parsed(en={"title": "T", "body": "One sentence. " + "x" * 300})
    assert record.texts["en"].summary == "One sentence."


@pytest.mark.parametrize(
    ("body", "start"), [("一句。二句。" + "字" * 300, "一句。二句。"), ("字" * 400, "字" * 299 + "…"), ("短", "短")]
)
def test_beginning_ends_with_a_sentence(body, start) -> None:
    assert beginning(body) == start


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"en": {"summary": "no title"}}, "en: There is no title."),
        ({"en": None}, "There is no title in any language."),
        ({"en": "text"}, "en: texts of a language are an object."),
        ({"en": {"title": ["a"]}}, "en: title: must be a text."),
        ({"updated_at": "2026-13-01"}, "updated_at: “2026-13-01” is not a date like 2026-07-01."),
        ({"popularity": "much"}, "popularity: “much” is not a whole number from 0 to 999999999."),
        ({"visits": 99999}, "visits: “99999” is not a whole number from 0 to 32767."),
        ({"audience": {"a": 1}}, "audience: must be a list."),
        ({"office": {"fr": "bureau"}}, "office: “fr” is not one of the site's languages."),
        ({"must_come": "perhaps"}, "must_come: “perhaps” is none of: no, yes, sometimes."),
        ({"steps": [{"text": "x"}]}, "steps: item 1: title is missing."),
        ({"steps": ["x"]}, "steps: item 1: must be an object."),
        ({"steps": [{"title": "x", "colour": "red"}]}, "steps: item 1: nobody knows: colour."),
        ({"fees": [{"name": "x", "amount": "free"}]}, "fees: item 1: amount: “free” is not an amount in yuan."),
        ({"steps": {"zh": "一;二", "en": "one"}}, "steps: not as many items in each language: zh-hans 2, en 1."),
        ({"channels": [{"place": "x"}]}, "channels: item 1: type is missing."),
        ({"en": {"title": "a\x00b", "summary": "s"}}, "en.title: control character U+0000."),
        ({"steps": [{"title": "\ud800"}]}, "steps.title: control character U+D800."),
    ],
)  # fmt: skip
def test_fault_is_said_by_name(values, message) -> None:
    with translation.override("en"):
        assert wrong(**values) == message


def test_all_faults_of_a_row_are_said() -> None:
    _record, problems = parsed(key="", updated_at="soon", popularity=-1)
    assert len(problems) == 3


def test_fields_nobody_reads_are_counted() -> None:
    parser = Parser("file", Problems())
    for line in (1, 2):
        parser.record(SourceRow(line, ROW | {"colour": "red"}))
    assert parser.unread == {"colour": 2}


def test_columns_become_objects() -> None:
    cells = {"key": "a", "title_zh": "标题", "office_en": "Office", "hours": "24h", "body_en": "", "phone": "1"}
    assert nested(cells) == {
        "key": "a",
        "zh-hans": {"title": "标题"},
        "office": {"en": "Office"},
        "hours": "24h",
        "phone": "1",
    }


def details(**cells: str) -> dict[str, Any]:
    record, problems = parsed(**nested(cells))
    assert problems == []
    return dict(record.details)


def test_cells_hold_lists_of_blocks() -> None:
    materials = "1. 身份证（原件1份，复印件2份）\n2、照片|0|3|近期"
    assert details(materials=materials, steps_zh="申请;发证|当场", steps_en="Apply;Issue") == {
        "materials": [
            {"name": "身份证", "originals": 1, "copies": 2},
            {"name": "照片", "originals": 0, "copies": 3, "note": "近期"},
        ],
        "steps": [
            {"title": {"zh-hans": "申请", "en": "Apply"}},
            {"title": {"zh-hans": "发证", "en": "Issue"}, "text": {"zh-hans": "当场"}},
        ],
    }  # fmt: skip


def test_amounts_are_no_numbering() -> None:
    assert details(conditions="1.5米以下儿童;2. 老人")["conditions"] == ["1.5米以下儿童", "老人"]


def test_place_and_link_become_ways() -> None:
    found = details(
        place_zh="窗口", hours_zh="9:00-17:00", online_url="https://example.org", phone="0199", channel="phone"
    )
    assert found["channels"] == [
        {"type": "counter", "place": {"zh-hans": "窗口"}, "at_community": False, "hours": {"zh-hans": "9:00-17:00"}},
        {"type": "phone", "phone": "0199"},
        {"type": "online", "name": "", "url": "https://example.org"},
    ]  # fmt: skip
