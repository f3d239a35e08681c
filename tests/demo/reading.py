"""Reading the demo's data as the seed will, and looking for texts that lack a language."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parents[2] / "portal" / "demo" / "data"
LANGUAGES = {"zh-hans", "en"}


@cache
def load(name: str) -> Any:
    """The content of a data file; read once, so do not change it."""
    return yaml.safe_load((DATA / name).read_text("utf-8"))


def incomplete_texts(value: Any, path: str = "") -> Iterator[str]:
    """Paths of texts that lack a language or are empty in one, of empty values, and of dates YAML took for itself."""
    if value is None or value == "" or type(value).__name__ == "date":
        yield path
    elif isinstance(value, dict):
        if value.keys() & LANGUAGES and value.keys() != LANGUAGES:
            yield path
        for key, item in value.items():
            yield from incomplete_texts(item, f"{path}/{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from incomplete_texts(item, f"{path}/{number}")


def texts_in(value: Any) -> Iterator[str]:
    """Every text below a value, keys of mappings left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_in(item)


def pages() -> list[dict[str, Any]]:
    """All pages of the demo city."""
    return [page for name in ("corpus.yaml", "extra.yaml") for page in load(name)]
