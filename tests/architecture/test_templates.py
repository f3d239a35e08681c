"""Every template can be read by the template engine, also those no test renders."""

from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [
    folder
    for room in ("portal", "search")
    for folder in (ROOT / room).glob("**/templates")
    if "scaffold" not in folder.parts  # no app of ours; its own tests render them
]
NAMES = sorted(str(path.relative_to(folder)) for folder in FOLDERS for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", NAMES)
def test_template_parses(name):
    get_template(name)


def test_no_two_apps_have_the_same_template():
    assert sorted(set(NAMES)) == NAMES
