"""The engine's index follows the rows: after commit, after a loss, and while it is built anew."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from elasticsearch import BadRequestError, Elasticsearch

from search.contract import EntryRef, Health, health, mark_changed
from search.indexing import Pushed, alias_of, push, record
from search.models import SearchDocument
from search.query import SearchQuery
from search.rebuilding import IndexUnfinished, build, live_index
from search.results import Results, results_for
from search.sync import AT_ONCE, sync_waiting
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


def test_older_write_sent_late_changes_nothing(
    ready: Elasticsearch, publish: Publish, provider: MemoryProvider
) -> None:
    permit = entry("permit", "居住证办理")
    publish(permit)
    late = list(SearchDocument.objects.filter(language="zh-hans"))
    publish(entry("permit", "暂住登记"))
    record(push(ready, late))
    assert (documents(ready), found("暂住")[1]) == ({"guide:permit": 2}, ["permit"])
    mark_changed(provider.take(permit.ref))
    catch_up()
    record(push(ready, late))
    assert (documents(ready), SearchDocument.objects.waiting(engine=True).count()) == ({}, 0)


def test_lost_engine_gets_everything_back(ready: Elasticsearch, publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    for language in ("zh-hans", "en"):
        ready.indices.delete(index=live_index(ready, language))
    assert (found("居住证"), health().engine) == (("basic", ["permit"]), "away")
    catch_up()
    assert (found("居住证"), health()) == (("elasticsearch", ["permit"]), Health("ok", 0, 0.0))


def test_refused_document_waits_and_holds_up_no_other(
    ready: Elasticsearch, publish: Publish, caplog: pytest.LogCaptureFixture
) -> None:
    publish(entry("bad", "坏", id="bad"), entry("good", "好", id="good"))
    row = SearchDocument.objects.get(entry_id="bad", language="zh-hans")
    record([Pushed(row.pk, row.version, error="mapper_parsing_exception")])
    row.refresh_from_db()
    assert (row.attempts, row.error, row.next_try_at is not None) == (1, "mapper_parsing_exception", True)
    mark_changed(["bad", "good"])
    assert sync_waiting() == 0
    row.refresh_from_db()
    assert (row.attempts, row.error) == (0, "")


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


def test_change_during_rebuild_reaches_the_new_index(ready: Elasticsearch, publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    build(ready, "zh-hans", lambda count: publish(entry("permit", "暂住登记")))
    catch_up()
    assert (documents(ready), found("暂住")) == ({"guide:permit": 2}, ("elasticsearch", ["permit"]))


def test_incomplete_index_is_not_put_in_service(ready: Elasticsearch, publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    before = live_index(ready, "zh-hans")

    def lose_documents(count: int) -> None:
        new = max(ready.indices.get(index=f"{alias_of('zh-hans')}-*").body)
        ready.delete_by_query(index=new, query={"match_all": {}}, refresh=True)

    with pytest.raises(IndexUnfinished, match="has 0 documents instead of 1"):
        build(ready, "zh-hans", lose_documents)
    assert (live_index(ready, "zh-hans"), found("居住证")) == (before, ("elasticsearch", ["permit"]))
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
