"""Files of JSON: what is no JSON Lines, and rows nobody would write by hand."""

import json
from pathlib import Path

import pytest
from django.utils import translation

from portal.services.importing.json_lines import MAX_DEPTH, read_objects
from portal.tables import FileProblem, Problems

ROWS = [{"key": "a", "en": {"title": "A"}}, {"key": "b", "en": {"title": "B"}}]
ARRAY = "guides.jsonl: This is one JSON array. JSON Lines has each object in a line of its own, without [ ]."
OBJECT = "guides.jsonl: This is an object over several lines. JSON Lines has each object in one line."
TOO_DEEP = "guides.jsonl: line 2: This is nested too deep: more than 10 levels."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def read(tmp_path):
    def read(text: str) -> tuple[list[int], list[str]]:
        """Numbers of the lines that were read, and what is wrong with others."""
        path: Path = tmp_path / "guides.jsonl"
        path.write_text(text, encoding="utf-8")
        problems = Problems()
        numbers = [number for number, _row in read_objects(path, encoding="", problems=problems)]
        return numbers, [str(problem) for problem in problems]

    return read


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (json.dumps(ROWS), ARRAY),
        (f"\n{json.dumps(ROWS)}\n", ARRAY),
        (json.dumps(ROWS, indent=2), ARRAY),
        ("[" + ",\n".join(map(json.dumps, ROWS)) + "]", ARRAY),
        ("[\n", ARRAY),
        ("[]", ARRAY),
        (json.dumps(ROWS[0], indent=2), OBJECT),
        ("\n".join(json.dumps(row, indent=1) for row in ROWS), OBJECT),
        ('{"key": "a",\n"en": {"title": "A"}}', OBJECT),
    ],
)
def test_other_json_is_one_line(read, text: str, message: str) -> None:
    with pytest.raises(FileProblem) as raised:
        read(text)
    assert str(raised.value) == message


def test_one_row_alone_is_json_lines(read) -> None:
    assert read(json.dumps(ROWS[0])) == ([1], [])


def test_first_row_cut_off_is_that_row_s_problem(read) -> None:
    numbers, (problem,) = read('{"key": "a", "en":\n' + json.dumps(ROWS[1]))
    assert (numbers, problem[:41]) == ([2], "guides.jsonl: line 1: This is not JSON: E")


def test_array_among_rows_is_that_row_s_problem(read) -> None:
    text = f"[]\n{json.dumps(ROWS[1])}\n{json.dumps(ROWS)}"
    message = "A line must be one JSON object: {…}"
    assert read(text) == ([2], [f"guides.jsonl: line {number}: {message}" for number in (1, 3)])


@pytest.mark.parametrize("row", ["[" * 100_000, '{"a":' * 100_000, "[" * 5_000 + "]" * 5_000])
def test_bottomless_rows_are_a_line_each(read, row: str) -> None:
    assert read(f"{json.dumps(ROWS[0])}\n{row}\n{json.dumps(ROWS[1])}") == ([1, 3], [TOO_DEEP])


def test_bottomless_first_row_is_a_line(read) -> None:
    assert read("[" * 100_000 + "\n" + json.dumps(ROWS[1])) == ([2], [TOO_DEEP.replace("line 2", "line 1")])


@pytest.mark.parametrize(("depth", "problems"), [(MAX_DEPTH, []), (MAX_DEPTH + 1, [TOO_DEEP]), (900, [TOO_DEEP])])
def test_rows_are_ten_levels_deep_at_most(read, depth: int, problems: list[str]) -> None:
    row = '{"a":' * (depth - 1) + "{}" + "}" * (depth - 1)
    assert read(f"{json.dumps(ROWS[0])}\n{row}") == ([1] if problems else [1, 2], problems)


@pytest.mark.parametrize("number", ["9" * 21, "9" * 5_000, "-" + "9" * 100_000, "1e400", "-1e999999999"])
def test_gigantic_numbers_are_a_line_each(read, number: str) -> None:
    assert read(f'{json.dumps(ROWS[0])}\n{{"popularity": {number}}}\n{{"visits": {number}}}') == (
        [1],
        [f"guides.jsonl: line {line}: “{number[:20]}…” is too large a number." for line in (2, 3)],
    )


def test_gigantic_number_in_first_row_is_a_line(read) -> None:
    assert read(f'{{"popularity": {"9" * 5_000}}}')[1] == [
        "guides.jsonl: line 1: “99999999999999999999…” is too large a number."
    ]
