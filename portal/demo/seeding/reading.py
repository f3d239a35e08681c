"""The demo's words, from portal/demo/data."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from portal.names import Names

# libyaml's loader is ten times faster; PyYAML has it nearly everywhere.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def read(name: str) -> Any:
    """A file of the data folder; callers must not change what they get."""
    return yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader


def names(value: dict[str, str] | None) -> Names:
    return Names(value or {})
