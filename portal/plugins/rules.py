"""May a plugin be switched on or off in a place? Asked by the actions, the dry runs and the screens alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.plugins.activation import States
from portal.plugins.choices import Policy
from portal.plugins.declaration import Plugin
from portal.plugins.registry import installed


class Reason(StrEnum):
    WITHHELD = "withheld"
    NEEDS = "needs"
    REQUIRED = "required"
    NEEDED = "needed"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not; as text in the language of whoever reads it. `others` are keys of the plugins that are in the way."""

    reason: Reason
    plugin: str
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        values = {"plugin": name_of(self.plugin), "others": " · ".join(map(name_of, self.others))}
        if self.reason == Reason.WITHHELD:
            return _("The city does not offer “%(plugin)s” here.") % values
        if self.reason == Reason.NEEDS:
            return _("“%(plugin)s” needs %(others)s. Switch that on first.") % values
        if self.reason == Reason.REQUIRED:
            return _("The city requires “%(plugin)s” here.") % values
        return _("%(others)s needs “%(plugin)s”. Switch that off first.") % values

    def as_json(self) -> dict[str, Any]:
        return {"reason": str(self.reason), "plugin": self.plugin, "others": list(self.others)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Refusal":
        return cls(Reason(value["reason"]), value["plugin"], tuple(value["others"]))


class Refused(ValidationError):
    """A plugin is not switched, and why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal), code=refusal.reason)
        self.refusal = refusal


def refusal_to_enable(plugin: Plugin, states: States) -> Refusal | None:
    """`states` are those of the place in question."""
    if states[plugin.key].policy == Policy.WITHHELD:
        return Refusal(Reason.WITHHELD, plugin.key)
    missing = tuple(key for key in plugin.needs if not _is_on(key, states))
    return Refusal(Reason.NEEDS, plugin.key, missing) if missing else None


def refusal_to_disable(plugin: Plugin, states: States) -> Refusal | None:
    if states[plugin.key].policy == Policy.REQUIRED:
        return Refusal(Reason.REQUIRED, plugin.key)
    others = [other.key for other in installed().values() if plugin.key in other.needs]
    users = tuple(key for key in others if _is_on(key, states))
    return Refusal(Reason.NEEDED, plugin.key, users) if users else None


def name_of(key: str) -> str:
    """Of an installed plugin; of another its key is all that is known."""
    return installed()[key].name if key in installed() else key


def _is_on(key: str, states: States) -> bool:
    return key in states and states[key].is_on
