"""The demo's search engine: osmem-server, an in-memory server of a third party that speaks the protocol."""

import json
import os
import sys

from portal.demo.processes import Processes

START_WITHIN = 30


def start_search(processes: Processes) -> dict[str, str]:
    """Start it and return the environment that points to it; empty where the database is to search."""
    if os.environ.get("SEARCH") == "basic":
        return _none("SEARCH=basic")
    try:
        from osmem_server import OsmemError, resolve_binary  # noqa: PLC0415 - there is not a wheel for every platform
    except ImportError:
        return _none("osmem-server is not installed; not every platform has a wheel of it")
    try:
        binary = resolve_binary()
    except OsmemError as error:
        return _none(str(error))
    # No index of ours is Japanese, and its dictionary takes half of the engine's start.
    processes.start("search", [binary, "-no-ja", "-no-stdin-watch", "-parent-pid", str(os.getpid())])
    processes.wait_for("search", lambda: bool(_address(processes)), seconds=START_WITHIN)
    url = _address(processes)
    sys.stdout.write(f"Search: osmem-server at {url}\n")
    return {"SEARCH_URL": url, "SEARCH_NODE_CLASS": "search.node.PlainJsonNode"}


def _none(reason: str) -> dict[str, str]:
    sys.stdout.write(f"Search: the database ({reason})\n")
    return {"SEARCH_URL": ""}


def _address(processes: Processes) -> str:
    """Its address, which it prints as one line of JSON among others when it is ready; empty before."""
    for line in processes.log("search").read_text().splitlines():
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if isinstance(message, dict) and "url" in message:
            return str(message["url"])
    return ""
