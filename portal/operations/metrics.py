"""The numbers of /readyz and of the search's indexes, in the text format of Prometheus."""

from collections.abc import Iterator
from typing import Any

import search.contract
from portal.operations.health import readiness

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[str, str, float]
#: Everything is a gauge: name, what it says, and the label its samples have.
_GAUGES = {
    "linli_up": ("1 where the part is as it should be, 0 where /readyz names what is wrong.", "part"),
    "linli_waiting": ("What waits to be done.", "part"),
    "linli_oldest_waiting_seconds": ("How long the oldest of it has waited.", "part"),
    "linli_search_parked": ("Entries the search does not take as they are.", ""),
    "linli_timed_jobs_failing": ("Jobs of run_due whose last run failed.", ""),
    "linli_search_documents": ("Documents in the index in service.", "language"),
    "linli_search_waiting": ("Entries residents do not yet find as they are.", "language"),
    "linli_search_index_up": ("1 where an index is in service.", "language"),
    "linli_search_next_index_filled": ("From 0 to 1; without a sample where none is being built.", "language"),
}


def metrics() -> str:
    state = readiness()
    samples = list(_samples(state))
    if state["database"]["status"] == "ok":
        samples += _search_samples()
    return "".join(f"{line}\n" for line in _lines(samples))


def _samples(state: dict[str, Any]) -> Iterator[Sample]:
    for name, part in state.items():
        if name == "status":
            continue
        yield "linli_up", name, part["status"] == "ok"
        for number in ("waiting", "oldest_waiting_seconds"):
            if number in part:
                yield f"linli_{number}", name, part[number]
    if "parked" in state.get("search", {}):
        yield "linli_search_parked", "", state["search"]["parked"]
    if "failing" in state.get("timed_work", {}):
        yield "linli_timed_jobs_failing", "", len(state["timed_work"]["failing"])


def _search_samples() -> Iterator[Sample]:
    for index in search.contract.index_health():
        yield "linli_search_documents", index.language, index.documents
        yield "linli_search_waiting", index.language, index.waiting
        yield "linli_search_index_up", index.language, bool(index.index)
        if index.built is not None:
            yield "linli_search_next_index_filled", index.language, round(index.built, 3)


def _lines(samples: list[Sample]) -> Iterator[str]:
    """The samples of a gauge stand together; labels are names of ours and need no escaping."""
    for name, (about, label) in _GAUGES.items():
        own = [(value, number) for each, value, number in samples if each == name]
        if own:
            yield f"# HELP {name} {about}"
            yield f"# TYPE {name} gauge"
        for value, number in own:
            labels = f'{{{label}="{value}"}}' if label else ""
            yield f"{name}{labels} {number:g}" if isinstance(number, float) else f"{name}{labels} {int(number)}"
