from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from elasticsearch import Elasticsearch
from pytest_django import DjangoCaptureOnCommitCallbacks

from search import contract
from search.contract import SearchEntry, mark_changed
from search.following import AT_ONCE
from tests.search.corpus import corpus, near_misses
from tests.search.engines import IN_MEMORY, REAL, catch_up, running, silent_server
from tests.search.provider import MemoryProvider


@pytest.fixture
def provider() -> Iterator[MemoryProvider]:
    """In place of the portal's."""
    portal = contract._provider
    memory = MemoryProvider()
    contract.register_provider(memory)
    yield memory
    contract._provider = portal


@pytest.fixture
def publish(
    db: None, provider: MemoryProvider, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Callable[..., None]:
    """Entries as an editor's publishing leaves them: marked, committed, followed."""

    def publish_entries(*entries: SearchEntry) -> None:
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            mark_changed(provider.put(*entries))
        if len(entries) > AT_ONCE:
            catch_up()

    return publish_entries


@pytest.fixture
def judged_corpus(publish: Callable[..., None]) -> None:
    publish(*corpus())


@pytest.fixture
def corpus_with_near_misses(publish: Callable[..., None]) -> None:
    publish(*corpus(), *near_misses())


@pytest.fixture(autouse=True)
def closed_breaker() -> None:
    cache.clear()


@pytest.fixture(scope="session")
def engine_server() -> Iterator[Any]:
    """A server in memory, whose clones are as good as new ones."""
    with silent_server() as server:
        yield server


@pytest.fixture(params=[IN_MEMORY, REAL])
def engine(request: pytest.FixtureRequest, settings: Any) -> Iterator[Elasticsearch]:
    """An engine of the test's own, without indexes yet."""
    with running(request.param, request, settings) as client:
        yield client


@pytest.fixture(params=["basic", IN_MEMORY, REAL])
def each_engine(request: pytest.FixtureRequest, settings: Any, db: None, provider: MemoryProvider) -> Iterator[None]:
    """The same behaviour is wanted of all; the engines begin with empty indexes."""
    if request.param == "basic":
        yield
        return
    with running(request.param, request, settings):
        catch_up()
        yield
