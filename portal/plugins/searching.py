"""Search entries of plugins: what they are called in the index, and when they change."""

from collections.abc import Iterable

from search.contract import mark_changed, mark_known

PREFIX = "plugin"


def entry_id(key: str, id: str) -> str:
    return f"{PREFIX}:{key}:{id}"


def entries_changed(plugin: str, ids: Iterable[str]) -> None:
    """Say that these entries of a plugin changed, appeared or went. Call it in the transaction that changes them."""
    mark_changed([entry_id(plugin, id) for id in ids])


def all_entries_changed(plugin: str) -> None:
    """The same of all that a plugin ever had, when nobody can be asked any more what that was."""
    mark_known(entry_id(plugin, ""))
