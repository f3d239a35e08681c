"""What editors change is found, and what they take away is not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from search.contract import EntryRef, Health, SearchEntry, health, mark_changed
from search.models import SearchDocument
from search.query import SearchQuery
from search.results import results_for
from search.sync import sync_waiting
from tests.search.provider import MemoryProvider, entry

Publish = Callable[..., None]


def found(words: str, language: str = "zh-hans") -> list[str]:
    return [result.key for result in results_for(SearchQuery(raw=words, language=language)).results]


def test_published_entry_is_found_after_commit(publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    assert found("居住证") == ["permit"]


def test_changed_entry_is_found_by_new_words_only(publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    publish(entry("permit", "暂住登记"))
    assert (found("居住证"), found("暂住登记")) == ([], ["permit"])


def test_removed_entry_leaves_its_version(publish: Publish, provider: MemoryProvider) -> None:
    publish(entry("permit", "居住证办理"))
    provider.held.clear()
    mark_changed(["guide:permit"])
    sync_waiting()
    row = SearchDocument.objects.get(language="zh-hans")
    assert (found("居住证"), row.version, row.is_present, row.folded) == ([], 2, False, "")


def test_entry_gone_private_is_not_shown(publish: Publish, provider: MemoryProvider) -> None:
    permit = entry("permit", "居住证办理")
    publish(permit)
    provider.removed.add(permit.ref)
    assert found("居住证") == []


def test_rolled_back_change_is_not_followed(
    provider: MemoryProvider, db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
        mark_changed(provider.put(entry("permit", "居住证办理")))
        transaction.set_rollback(True)
    assert callbacks == []
    assert SearchDocument.objects.count() == 0


def test_what_a_crash_left_is_caught_up(provider: MemoryProvider, db: None) -> None:
    mark_changed(provider.put(entry("permit", "居住证办理")))
    assert (found("居住证"), health().waiting) == ([], 2)
    assert sync_waiting() == 0
    assert (found("居住证"), health()) == (["permit"], Health("basic", 0, 0.0))


def test_change_while_preparing_stays_waiting(provider: MemoryProvider, db: None) -> None:
    permit = entry("permit", "居住证办理")
    mark_changed(provider.put(permit))

    def entries_then_change(refs: object) -> list[object]:
        provider.entries = read
        mark_changed(provider.put(replace(permit, title="暂住登记")))
        return [permit]

    read, provider.entries = provider.entries, entries_then_change
    sync_waiting()
    assert (found("居住证"), found("暂住登记")) == ([], ["permit"])


@pytest.mark.parametrize("count", [1, 3])
def test_marking_known_entries_costs_two_queries(
    publish: Publish, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    entries = [entry(f"g{number}") for number in range(count)]
    publish(*entries)
    with django_assert_num_queries(2):
        mark_changed([each.ref.id for each in entries])


@pytest.mark.parametrize("count", [1, 3])
def test_following_costs_six_queries(
    publish: Publish, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    entries = [entry(f"g{number}") for number in range(count)]
    publish(*entries)
    with django_assert_num_queries(2 + 2 + 6):  # the mark, the transaction's and what follows it
        publish(*entries)


def test_entry_that_cannot_be_prepared_holds_up_no_other(
    publish: Publish, provider: MemoryProvider, caplog: pytest.LogCaptureFixture
) -> None:
    def entries_but_one(refs: Sequence[EntryRef]) -> Iterable[SearchEntry]:
        if any(ref.id == "guide:bad" for ref in refs):
            raise ValueError("a page without a summary")
        return read(refs)

    read, provider.entries = provider.entries, entries_but_one
    publish(entry("bad", "坏指南"), entry("good", "好指南"))
    assert (found("指南"), health().waiting) == (["good"], 2)
    assert [record.levelname for record in caplog.records] == ["WARNING", "ERROR", "ERROR"]


def test_failing_provider_does_not_fail_publishing(
    publish: Publish, provider: MemoryProvider, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(refs: object) -> list[object]:
        raise RuntimeError("provider is broken")

    provider.entries = fail
    publish(entry("permit", "居住证办理"))
    assert (health().waiting, caplog.records[-1].message.split(" ")[:2]) == (2, ["Error", "calling"])
