"""Plugins that were left out when the process started, and why: seen by the system check and on the admin's screens."""

import logging
import sys
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from types import ModuleType

from django.apps import AppConfig
from django.core import checks

from portal.plugins import discovery

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Quarantined:
    """`reason` is English text for whoever runs the installation."""

    key: str
    package: str
    reason: str


_quarantined: dict[str, Quarantined] = {}


def quarantined() -> tuple[Quarantined, ...]:
    passed_over = (Quarantined(point.name, point.value, reason) for point, reason in discovery.passed_over())
    return (*_quarantined.values(), *passed_over)


def is_quarantined(key: str) -> bool:
    return key in _quarantined


def quarantine(key: str, *, package: str, error: BaseException) -> None:
    """Remember that a plugin is left out. The traceback goes to the log, for its author."""
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    _quarantined[key] = Quarantined(key, package, " ".join(reason.split())[:500])
    logger.error("The plugin %s is left out: %s", key, reason, exc_info=error)


def stand_in(point: EntryPoint) -> type[AppConfig]:
    """An app without anything, in place of one that cannot be loaded."""
    name = f"portal.plugins.left_out_{point.name}"
    module = ModuleType(name, f"In place of {point.value}.")
    module.__path__ = []
    sys.modules[name] = module
    return type("LeftOut", (AppConfig,), {"name": name, "label": f"left_out_{point.name}", "path": "/nowhere"})


@checks.register
def check_quarantine(**kwargs: object) -> list[checks.CheckMessage]:
    """A warning and no error: errors would keep commands and the server from starting."""
    return [
        checks.Warning(
            f"The plugin {left_out.key} ({left_out.package}) is left out: {left_out.reason}",
            hint="Mend it, install a fitting version, or uninstall its package. Its pages answer 404 until then.",
            id="portal.W001",
        )
        for left_out in quarantined()
    ]
