"""The engines the suite runs on: the in-memory server, and the Elasticsearch that ELASTICSEARCH_URL names."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from search.client import worker_client
from search.conf import languages
from search.indexing import alias_of
from search.sync import sync_waiting

IN_MEMORY = "osmem"
REAL = pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)


@contextmanager
def silent_server(address: str | None = None) -> Iterator[Any]:
    """An in-memory server whose complaints fail the tests: what it ignores, Elasticsearch would not."""
    osmem = pytest.importorskip("osmem_server", reason="no in-memory engine; pip install 'linli[demo]'")
    with tempfile.TemporaryFile("w+") as said:
        keep = os.dup(2)
        os.dup2(said.fileno(), 2)  # the server inherits our stderr and takes no other
        try:
            server = osmem.OsmemServer.start(japanese=False, addr=address)
        finally:
            os.dup2(keep, 2)
            os.close(keep)
        try:
            yield server
        finally:
            server.close()
            for pipe in (server.process.stdin, server.process.stdout):
                pipe.close()
            said.seek(0)
            complaints = [line for line in said if "ignored" in line]
            assert complaints == []


@contextmanager
def running(kind: str, request: pytest.FixtureRequest, settings: Any) -> Iterator[Elasticsearch]:
    """An engine without indexes, in the settings: a clone of the in-memory server, or a prefix of the real one's."""
    clone = request.getfixturevalue("engine_server").clone() if kind == IN_MEMORY else None
    settings.SEARCH_URL = clone.url if clone else os.environ["ELASTICSEARCH_URL"]
    settings.SEARCH_NODE_CLASS = "search.node.PlainJsonNode" if clone else ""
    settings.SEARCH_INDEX_PREFIX = f"test-{uuid4().hex[:8]}"
    client = worker_client()
    assert client is not None
    yield client
    left = list(client.indices.get(index=f"{settings.SEARCH_INDEX_PREFIX}-*").body)
    if left:
        client.indices.delete(index=left)
    if clone:
        clone.close()


def catch_up() -> None:
    """What the worker does, and the second that Elasticsearch takes to show it."""
    sync_waiting()
    if client := worker_client():
        client.indices.refresh(index=[alias_of(language) for language in languages()])
