"""What editors change is found, and what they take away is not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, transaction
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
    sync_waiting()
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
def test_following_costs_seven_queries(
    publish: Publish, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    entries = [entry(f"g{number}") for number in range(count)]
    publish(*entries)
    with django_assert_num_queries(2 + 2 + 7):  # the mark, the transaction's and what follows it
        publish(*entries)


def break_on(provider: MemoryProvider, id_: str) -> Callable[[], None]:
    """The provider fails for this entry, until what is returned is called."""

    def entries_but_one(refs: Sequence[EntryRef]) -> Iterable[SearchEntry]:
        if any(ref.id == id_ for ref in refs):
            raise ValueError("a page without a summary")
        return read(refs)

    def mend() -> None:
        provider.entries = read

    read, provider.entries = provider.entries, entries_but_one
    return mend


def test_entry_that_cannot_be_prepared_holds_up_no_other(
    publish: Publish, provider: MemoryProvider, caplog: pytest.LogCaptureFixture
) -> None:
    break_on(provider, "guide:bad")
    publish(entry("bad", "坏指南"), entry("good", "好指南"))
    assert (found("指南"), health().waiting) == (["good"], 2)
    assert [record.levelname for record in caplog.records] == ["WARNING", "ERROR", "ERROR"]


def test_entry_that_cannot_be_prepared_is_tried_again_later(
    publish: Publish, provider: MemoryProvider, caplog: pytest.LogCaptureFixture
) -> None:
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False) as clock:
        mend = break_on(provider, "guide:bad")
        publish(entry("bad", "坏指南"))
        row = SearchDocument.objects.get(entry_id="guide:bad", language="zh-hans")
        assert (row.error, row.attempts) == ("ValueError: a page without a summary", 1)
        mend()
        sync_waiting()
        assert found("指南") == []
        clock.shift(timedelta(minutes=1))
        sync_waiting()
        row.refresh_from_db()
        assert (found("指南"), row.error, row.attempts) == (["bad"], "", 0)


def test_older_text_stays_while_the_newer_cannot_be_prepared(
    publish: Publish, provider: MemoryProvider, caplog: pytest.LogCaptureFixture
) -> None:
    publish(entry("permit", "居住证办理"))
    break_on(provider, "guide:permit")
    publish(entry("permit", "暂住登记"))
    assert (found("居住证"), found("暂住登记")) == (["permit"], [])


def test_lost_database_is_nobodys_fault(provider: MemoryProvider, db: None) -> None:
    def fail(refs: object) -> list[object]:
        raise OperationalError("the connection is closed")

    provider.entries = fail
    mark_changed(provider.put(entry("permit", "居住证办理")))
    with pytest.raises(OperationalError):
        sync_waiting()
    assert SearchDocument.objects.parked().count() == 0


def test_texts_of_other_code_are_worked_out_anew(publish: Publish, provider: MemoryProvider) -> None:
    publish(entry("permit", "居住证办理"))
    SearchDocument.objects.update(prepared_with="older code", folded="\n\n\n\n", sound="")
    assert found("居住证") == []
    sync_waiting()
    row = SearchDocument.objects.get(language="zh-hans")
    assert (found("居住证"), row.version, row.waiting_since) == (["permit"], 2, None)


def test_entries_of_a_new_language_get_their_rows(publish: Publish, settings: Any) -> None:
    settings.LANGUAGES = [("zh-hans", "简体中文")]
    publish(entry("permit", "居住证办理"), entry("permit", "Residence permit", language="en"))
    assert SearchDocument.objects.filter(language="en").count() == 0
    settings.LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
    sync_waiting()
    assert (found("permit", "en"), health().waiting) == (["permit"], 0)
