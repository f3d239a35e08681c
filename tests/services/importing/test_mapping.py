"""Mapping files: other people's columns."""

from pathlib import Path

import pytest
from django.utils import translation

from portal.services.importing.mapping import MappingFile, read_mapping
from portal.services.importing.rows import SourceRow
from portal.services.importing.rules import Rule
from portal.tables import FileProblem, Problems


def read(rule: Rule, **cells: str) -> str:
    return rule.read(cells)


def test_columns_are_joined_without_gaps() -> None:
    assert read(Rule(("a", "b", "c"), separator=" "), a="1", b="", c="3") == "1 3"


def test_values_are_replaced_whole() -> None:
    rule = Rule(("a",), values={"是": "yes"}, otherwise="no")
    assert [read(rule, a=text) for text in ("是", "否", "")] == ["yes", "no", ""]


def test_value_outside_the_map_is_wrong() -> None:
    with pytest.raises(ValueError, match="也许"):
        read(Rule(("a",), values={"是": "yes"}), a="也许")


def test_pattern_keeps_the_first_match() -> None:
    rule = Rule(("a",), values={"即办": "0"}, pattern=r"(\d+)个")
    assert [read(rule, a=text) for text in ("即办", "20个工作日", "不限")] == ["0", "20", ""]


def test_split_makes_lines() -> None:
    assert read(Rule(("a",), split="[—→]+"), a="申请——受理→发证") == "申请\n受理\n发证"


def test_date_has_the_form_it_is_given() -> None:
    assert read(Rule(("a",), date="%Y%m%d"), a="20260701") == "2026-07-01"
    with pytest.raises(ValueError, match="20261301"):
        read(Rule(("a",), date="%Y%m%d"), a="20261301")


def test_default_and_prefix() -> None:
    assert [read(Rule(("a",), default="x", prefix="p-"), a=text) for text in ("", "y")] == ["p-x", "p-y"]


def test_rows_have_our_shape() -> None:
    mapping = MappingFile({"key": Rule(("编码",)), "title": Rule(("名称",))}, {"category": "permit"}, "zh-hans")
    (row,) = mapping.mapped([SourceRow(2, {"编码": "a", "名称": "标题"})], "f", Problems())
    assert row.values == {"category": "permit", "key": "a", "zh-hans": {"title": "标题"}}


def test_toml_will_do_as_well(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text('language = "en"\n[fields]\nkey = "id"\n[fields.body]\ncolumns = ["a", "b"]\n')
    mapping = read_mapping(path)
    assert (mapping.language, mapping.columns) == ("en", ("id", "a", "b"))


def test_yes_and_no_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("fields:\n  must_come:\n    column: a\n    values: {0: no, 1: yes}\n")
    assert read_mapping(path).fields["must_come"].values == {"0": "no", "1": "yes"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a",
        "fields: [",
        "fields: {key: 1}",
        "fields: {key: {}}",
        "fields: {key: {column: a, colour: red}}",
        "fields: {key: {column: a, pattern: '('}}",
        "fields: {key: a}\nlanguage: fr",
        "fields: {key: a}\ncolour: red",
        "fields: {key: a}\nconstants: {updated_at: 2026-02-30}",
        "fields: {key: a}\nconstants: {visits: " + "9" * 5_000 + "}",
        "[" * 5_000,
    ],
)
def test_broken_mapping_is_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(text)
    with translation.override("en"), pytest.raises(FileProblem) as raised:
        read_mapping(path)
    assert str(raised.value).startswith("m.yaml: ")
    assert "\n" not in str(raised.value)
