"""Which plugins are installed, told without importing any of them: settings read this."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import EntryPoint, entry_points

GROUP = "portal.plugins"
KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
#: Ours, declared and found like anybody else's: {entry point: AppConfig}.
BUNDLED: dict[str, str] = {
    "classes": "portal.plugins.bundled.class_signups.apps:ClassSignUpsConfig",
    "elevators": "portal.plugins.bundled.elevator_consultations.apps:ElevatorConsultationsConfig",
}


def plugin_apps() -> list[str]:
    """Entries of INSTALLED_APPS. They stand last there: nothing of theirs comes before the portal's own."""
    return [f"portal.plugins.found.{key}" for key in found()]


def found() -> dict[str, EntryPoint]:
    """{key: entry point}, bundled ones first."""
    return _looked()[0]


def passed_over() -> list[tuple[EntryPoint, str]]:
    """Entry points that cannot become apps at all, and why."""
    return _looked()[1]


@cache
def _looked() -> tuple[dict[str, EntryPoint], list[tuple[EntryPoint, str]]]:
    points = [EntryPoint(key, path, GROUP) for key, path in BUNDLED.items()]
    points += sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    return sort_out(points)


def sort_out(points: Iterable[EntryPoint]) -> tuple[dict[str, EntryPoint], list[tuple[EntryPoint, str]]]:
    """Those that have a key of their own, and the others: of two that take the same key the first one counts."""
    by_key: dict[str, EntryPoint] = {}
    others = []
    for point in points:
        if not KEY.fullmatch(point.name):
            others.append((point, f"the key {point.name!r} is not made of small letters, digits and underscores"))
        elif by_key.setdefault(point.name, point).value != point.value:
            others.append((point, f"another package has this key: {by_key[point.name].value}"))
    return by_key, others
