"""The engine's index follows the rows: after commit, after a loss, and while it is built anew."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from elasticsearch import BadRequestError, Elasticsearch
from pytest_django import DjangoAssertNumQueries

from search.contract import EntryRef, Health, forget_indexes, health, mark_changed
from search.documents import index_fingerprint
from search.following import AT_ONCE
from search.indexing import alias_of, push, record
from search.models import SearchDocument, SearchSync, SearchTarget, TargetState
from search.query import SearchQuery
from search.rebuilding import IndexUnfinished, begin, live_index, see_to_indexes
from search.results import Results, results_for
from search.sync import sync_waiting
from tests.search.engines import catch_up
from tests.search.provider import MemoryProvider, entry

Publish = Callable[..., None]
pytestmark = pytest.mark.usefixtures("db", "provider")


def ask(words: str) -> Results:
    return results_for(SearchQuery(raw=words, language="zh-hans"))


def found(words: str) -> tuple[str, list[str]]:
    answer = ask(words)
    return answer.engine, [result.key for result in answer.results]


def documents(client: Elasticsearch, language: str = "zh-hans") -> dict[str, int]:
    """What the index really holds: versions by id."""
    client.indices.refresh(index=alias_of(language))
    hits = client.search(index=alias_of(language), version=True, size=1000)["hits"]["hits"]
    return {hit["_id"]: hit["_version"] for hit in hits}


@pytest.fixture
def ready(engine: Elasticsearch) -> Elasticsearch:
    catch_up()
    return engine


def test_published_entry_is_in_the_index_after_commit(ready: Elasticsearch, publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    assert found("居住证") == ("elasticsearch", ["permit"])
    assert health() == Health("ok", 0, 0.0)


def test_removed_entry_leaves_the_index(ready: Elasticsearch, publish: Publish, provider: MemoryProvider) -> None:
    permit = entry("permit", "居住证办理")
    publish(permit)
    mark_changed(provider.take(permit.ref))
    catch_up()
    assert documents(ready) == {}


def test_many_changes_follow_by_task(ready: Elasticsearch, publish: Publish) -> None:
    publish(*[entry(f"g{number}") for number in range(AT_ONCE + 1)])
    assert (len(documents(ready)), health().waiting) == (AT_ONCE + 1, 0)


def live(language: str = "zh-hans") -> SearchTarget:
    return SearchTarget.objects.get(language=language, state=TargetState.LIVE)


def test_older_write_sent_late_changes_nothing(
    ready: Elasticsearch, publish: Publish, provider: MemoryProvider
) -> None:
    permit = entry("permit", "居住证办理")
    publish(permit)
    late = list(SearchDocument.objects.filter(language="zh-hans"))
    publish(entry("permit", "暂住登记"))
    answers = push(ready, live(), late)
    record(live(), answers)
    assert ([answer.status for answer in answers], documents(ready)) == ([409], {"guide:permit": 2})
    assert found("暂住")[1] == ["permit"]
    mark_changed(provider.take(permit.ref))
    catch_up()
    answers = push(ready, live(), late)
    record(live(), answers)
    assert ([answer.status for answer in answers], documents(ready)) == ([409], {})
    assert SearchDocument.objects.waiting().count() == 0


def test_change_between_reading_and_sending_stays_due(ready: Elasticsearch, publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    SearchSync.objects.filter(target=live()).update(dirty=True)
    read = list(SearchDocument.objects.filter(language="zh-hans"))
    answers = push(ready, live(), read)
    publish(entry("permit", "暂住登记"))
    SearchSync.objects.filter(target=live()).update(dirty=True, version=1)
    record(live(), answers)
    assert SearchSync.objects.get(target=live()).dirty
    catch_up()
    assert (found("暂住")[1], documents(ready), SearchSync.objects.filter(dirty=True).count()) == (
        ["permit"],
        {"guide:permit": 2},
        0,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_following_to_the_engine_costs_twenty_one_queries(
    ready: Elasticsearch, publish: Publish, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    entries = [entry(f"g{number}") for number in range(count)]
    publish(*entries)
    with django_assert_num_queries(2 + 2 + 21):  # the mark, the transaction's and what follows in two indexes
        publish(*entries)


@pytest.mark.parametrize("count", [1, 3])
def test_rebuild_costs_queries_by_batch_not_by_entry(
    ready: Elasticsearch, publish: Publish, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    publish(*[entry(f"g{number}") for number in range(count)])
    with django_assert_num_queries(109):
        call_command("rebuild_search", stdout=StringIO())


@pytest.mark.parametrize(("is_expected", "is_said"), [(False, True), (True, False)])
def test_lost_engine_gets_everything_back(
    ready: Elasticsearch, publish: Publish, caplog: pytest.LogCaptureFixture, is_expected: bool, is_said: bool
) -> None:
    """One that is known to start empty, as the demo's does, is no loss to tell of."""
    publish(entry("permit", "居住证办理"))
    for language in ("zh-hans", "en"):
        ready.indices.delete(index=live_index(ready, language))
    assert (found("居住证"), health().engine) == (("basic", ["permit"]), "away")
    if is_expected:
        forget_indexes()
    catch_up()
    assert (found("居住证"), health()) == (("elasticsearch", ["permit"]), Health("ok", 0, 0.0))
    assert ("is lost" in caplog.text) is is_said


def test_emptied_index_is_noticed_and_built_anew(
    ready: Elasticsearch, publish: Publish, caplog: pytest.LogCaptureFixture
) -> None:
    publish(entry("permit", "居住证办理"))
    before = live_index(ready, "zh-hans")
    ready.delete_by_query(index=before, query={"match_all": {}}, refresh=True)
    catch_up()
    assert (live_index(ready, "zh-hans") > before, found("居住证")) == (True, ("elasticsearch", ["permit"]))
    assert f"{before} does not hold what it should" in caplog.text


def test_index_newer_than_the_database_is_built_anew(
    ready: Elasticsearch, publish: Publish, caplog: pytest.LogCaptureFixture
) -> None:
    """A backup was put back: the engine remembers what the database no longer knows."""
    publish(entry("permit", "居住证办理"))
    before, row = live_index(ready, "zh-hans"), SearchDocument.objects.get(language="zh-hans")
    row.version = row.prepared_version = 9
    push(ready, live(), [row])
    publish(entry("permit", "暂住登记"))
    catch_up()
    assert (live_index(ready, "zh-hans") > before, documents(ready)) == (True, {"guide:permit": 2})
    assert found("暂住") == ("elasticsearch", ["permit"])


def test_index_of_another_mapping_is_replaced(ready: Elasticsearch, publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    before = live_index(ready, "zh-hans")
    SearchTarget.objects.filter(language="zh-hans").update(fingerprint="older code")
    sync_waiting()
    after = live_index(ready, "zh-hans")
    assert (after > before, live().index, live().fingerprint) == (True, after, index_fingerprint("zh-hans"))
    sync_waiting()
    assert list(ready.indices.get(index=f"{alias_of('zh-hans')}-*").body) == [after]


def test_worker_that_died_amid_the_swap_is_succeeded(ready: Elasticsearch, publish: Publish) -> None:
    """The engine has swapped, the database does not know yet."""
    publish(entry("permit", "居住证办理"))
    old, new = live(), begin("zh-hans")
    sync_waiting()
    SearchTarget.objects.filter(pk=new.pk).update(state=TargetState.BUILDING)
    SearchTarget.objects.filter(pk=old.pk).update(state=TargetState.LIVE)
    SearchDocument.objects.filter(language="zh-hans").update(waiting_since=timezone.now())
    sync_waiting()
    assert (live(), live_index(ready, "zh-hans"), health()) == (new, new.index, Health("ok", 0, 0.0))


def test_index_lost_half_filled_is_begun_again(ready: Elasticsearch, publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    new = begin("zh-hans")
    see_to_indexes(ready)
    sync = SearchSync.objects.filter(target=new)
    record(new, push(ready, new, SearchDocument.objects.filter(language="zh-hans")))
    assert (sync.get().is_there, sync.get().dirty) == (True, False)
    ready.indices.delete(index=new.index)
    sync_waiting()
    assert (live().index > new.index, documents(ready)) == (True, {"guide:permit": 1})


def test_index_in_place_of_an_alias_is_cleared_away(ready: Elasticsearch, publish: Publish) -> None:
    """Deletions with a version make the index they name, whatever `require_alias` says."""
    publish(entry("permit", "居住证办理"))
    new = begin("zh-hans")
    ready.indices.create(index=new.writing_alias)
    sync_waiting()
    sync_waiting()
    assert (live().index > new.index, ready.indices.exists(index=new.writing_alias).body) == (True, False)


def test_languages_come_and_go_with_the_settings(ready: Elasticsearch, publish: Publish, settings: Any) -> None:
    publish(entry("permit", "居住证办理"), entry("permit", "Residence permit", language="en"))
    both, english = settings.LANGUAGES, live_index(ready, "en")
    settings.LANGUAGES = both[:1]
    publish(entry("permit", "Residence card", language="en"))
    sync_waiting()
    sync_waiting()
    assert (live_index(ready, "en"), ready.indices.exists(index=english).body, health().waiting) == ("", False, 0)
    settings.LANGUAGES = both
    catch_up()
    results = results_for(SearchQuery(raw="card", language="en"))
    assert (results.engine, [each.key for each in results.results]) == ("elasticsearch", ["permit"])


def test_refused_document_waits_and_holds_up_no_other(
    ready: Elasticsearch, publish: Publish, caplog: pytest.LogCaptureFixture
) -> None:
    """The older one stays in the index; the newer is tried again later, or at once when it changes."""
    publish(entry("bad", "坏"), entry("good", "好"))
    no_code: Any = {"is": "no code"}
    publish(entry("bad", "坏的", audiences=(no_code,)), entry("good", "好的"))
    sync = SearchSync.objects.get(target=live(), document__entry_id="guide:bad")
    assert (sync.attempts, sync.dirty, sync.next_try_at is not None, sync.version) == (1, True, True, 1)
    assert "audience" in sync.error
    assert (documents(ready), health().waiting) == ({"guide:bad": 1, "guide:good": 2}, 1)
    sync_waiting()
    assert list(SearchDocument.objects.parked()) == [sync.document]
    publish(entry("bad", "坏的"))
    assert (documents(ready), health().waiting) == ({"guide:bad": 3, "guide:good": 2}, 0)


def test_unknown_field_is_refused_by_the_index(ready: Elasticsearch) -> None:
    with pytest.raises(BadRequestError, match="strict"):
        ready.index(index=alias_of("en"), document={"surprise": 1})


def test_rebuild_swaps_a_complete_index_in(ready: Elasticsearch, publish: Publish, provider: MemoryProvider) -> None:
    publish(entry("permit", "居住证办理"))
    provider.put(entry("unmarked", "从未登记"))
    del provider.held[EntryRef("guide:permit", "zh-hans")]
    before, out = live_index(ready, "zh-hans"), StringIO()
    call_command("rebuild_search", stdout=out)
    after = live_index(ready, "zh-hans")
    assert (documents(ready), ready.indices.exists(index=before).body) == ({"guide:unmarked": 1}, False)
    assert (after > before, health()) == (True, Health("ok", 0, 0.0))
    assert out.getvalue() == "zh-hans: 1 documents in service.\nen: 0 documents in service.\n"


def test_change_during_rebuild_reaches_both_indexes(ready: Elasticsearch, publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    begin("zh-hans")
    see_to_indexes(ready)
    publish(entry("permit", "暂住登记"))
    assert (documents(ready), found("暂住")) == ({"guide:permit": 2}, ("elasticsearch", ["permit"]))
    catch_up()
    assert (documents(ready), found("暂住")) == ({"guide:permit": 2}, ("elasticsearch", ["permit"]))


def test_incomplete_index_is_not_put_in_service(ready: Elasticsearch, publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    before, new = live_index(ready, "zh-hans"), begin("zh-hans")
    see_to_indexes(ready)
    record(new, push(ready, new, SearchDocument.objects.filter(language="zh-hans")))
    ready.delete_by_query(index=new.index, query={"match_all": {}}, refresh=True)
    with pytest.raises(IndexUnfinished, match="has 0 documents instead of 1"):
        sync_waiting()
    assert (live_index(ready, "zh-hans"), found("居住证")) == (before, ("elasticsearch", ["permit"]))
    sync_waiting()
    assert list(ready.indices.get(index=f"{alias_of('zh-hans')}-*").body) == [before]


def test_rebuild_command_says_what_went_wrong(settings: Any) -> None:
    settings.SEARCH_URL = "http://127.0.0.1:9"
    with pytest.raises(CommandError, match="What was in service before still is"):
        call_command("rebuild_search")


def test_dry_run_builds_nothing(engine: Elasticsearch) -> None:
    out = StringIO()
    call_command("rebuild_search", "--dry-run", stdout=out)
    assert (out.getvalue(), live_index(engine, "en")) == ("Would prepare 0 rows and build indexes: zh-hans, en.\n", "")


def test_rebuild_without_engine_prepares_texts(provider: MemoryProvider) -> None:
    out = StringIO()
    provider.put(entry("permit", "居住证办理"))
    call_command("rebuild_search", stdout=out)
    assert found("居住证") == ("basic", ["permit"])
    assert out.getvalue() == "1 entries ready for the database search; no engine is configured.\n"


def test_traditional_titles_are_marked_as_written(ready: Elasticsearch, publish: Publish) -> None:
    publish(entry("permit", "居住證辦理"))
    result = ask("居住证").results[0]
    assert (result.title, result.title_marked) == (
        "居住證辦理",
        (("居住證", True), ("辦理", False)),
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_analyzer_indexes_what_it_shows(ready: Elasticsearch, language: str) -> None:
    """The in-memory server ignores some filters when it indexes; ours must not be among them."""
    mapping = ready.indices.get_mapping(index=alias_of(language)).body[live_index(ready, language)]["mappings"]
    analyzers = {field["analyzer"] for field in mapping["properties"].values() if "analyzer" in field}
    probe = "加装电梯 WiFi residents' permits ＡＢＣ 3号楼"
    for analyzer in sorted(analyzers | {"standard"}):
        name = f"{alias_of(language)}-probe-{analyzer}"
        field = {"type": "text", "analyzer": analyzer}
        ready.indices.create(index=name, mappings={"properties": {"text": field}})
        ready.index(index=name, document={"text": probe}, refresh=True)
        tokens = [token["token"] for token in ready.indices.analyze(index=name, field="text", text=probe)["tokens"]]
        missing = [t for t in tokens if not ready.count(index=name, query={"term": {"text": t}})["count"]]
        assert (tokens != [], missing) == (True, [])
