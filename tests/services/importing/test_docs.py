"""docs/operators/import-guides.md keeps its word."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import BaseCommand, call_command

from portal.services.importing.details import READERS
from portal.services.importing.mapping import read_mapping
from portal.services.importing.rules import RULES
from portal.services.importing.writing import pages_of
from portal.services.management.commands.import_guides import Command
from tests.factories.home import make_city

FOLDER = Path(__file__).parents[3] / "docs" / "operators"
TEXT = (FOLDER / "import-guides.md").read_text(encoding="utf-8")


def example(kind: str) -> str:
    return re.search(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL).group(1)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["json", "csv"])
def test_example_can_be_imported(tmp_path, kind) -> None:
    make_city()
    path = tmp_path / f"example.{kind}"
    path.write_text(example(kind), encoding="utf-8")
    call_command("import_guides", path, stdout=io.StringIO(), stderr=io.StringIO())
    pages = pages_of("library-card")
    assert {code: page.title for code, page in pages.items()} == {
        "zh-hans": "图书证办理",
        "en": "Getting a library card",
    }
    assert pages["zh-hans"].steps[0].value["title"] == "登记"


def test_every_field_and_option_is_described() -> None:
    hidden = {"checked_days_ago", "review_in_days", "audiences"}
    parsers = [command.create_parser("manage.py", "x") for command in (Command(), BaseCommand())]
    every, common = (set(parser._option_string_actions) for parser in parsers)
    options = every - common
    assert {name for name in [*READERS, *options, *RULES] if f"`{name}" not in TEXT} == hidden


def test_example_mapping_is_read() -> None:
    assert "事项编码" in read_mapping(FOLDER / "examples" / "provincial-items.yaml").columns
