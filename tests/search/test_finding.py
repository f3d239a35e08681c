"""What is found, for whom, in which order: the same with the engine and without."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine

from search.contract import MOST_LIVE_KEYS
from search.found import Stage
from search.models import RuleKind, SearchRule
from search.query import Order, SearchQuery
from search.results import Results, results_for
from tests.search.provider import HEPING, SUNSHINE, MemoryProvider, entry

Publish = Callable[..., None]
pytestmark = pytest.mark.usefixtures("each_engine")


def ask(words: str, **values: object) -> Results:
    return results_for(SearchQuery(**{"raw": words, "language": "zh-hans", **values}))


def found(words: str, **values: object) -> list[str]:
    return [result.key for result in ask(words, **values).results]


@pytest.mark.parametrize(
    "words", ["电梯", "電梯", "装电梯", "dianti", "dian ti", "jzdt", "加装 电梯", "電梯怎么装", "ｌｉｆｔ"]
)
def test_title_is_found_by_any_writing(publish: Publish, words: str) -> None:
    publish(entry("lift", "既有住宅加装电梯办理指南", other_titles=("Installing a lift",)))
    assert found(words) == ["lift"]


def test_name_is_found_with_other_characters_in_between(publish: Publish) -> None:
    publish(entry("class", "少儿书法公益班"), entry("show", "书法作品展览"))
    assert [(result.key, result.stage) for result in ask("书法班").results] == [
        ("class", Stage.EXACT),
        ("show", Stage.SIMILAR),
    ]


def test_term_of_several_words_is_found_whole(publish: Publish) -> None:
    SearchRule.objects.create(kind=RuleKind.ONE_WAY, words="hukou", targets="household register")
    publish(
        entry("booklet", "New household register", language="en"),
        entry("parking", "Register your car", summary="One space for each household.", language="en"),
    )
    assert [each.key for each in ask("hukou", language="en").results if each.stage is Stage.EXACT] == ["booklet"]


def test_what_many_read_is_meant_by_ambiguous_initials(publish: Publish) -> None:
    publish(entry("hospital", "医二院搬迁公告", popularity=5), entry("kindergarten", "公办幼儿园招生", popularity=900))
    assert found("yey") == ["kindergarten", "hospital"]


def test_own_community_comes_first_others_never(publish: Publish) -> None:
    publish(
        entry("city", "书法班"),
        entry("own", "书法班", community=SUNSHINE.code),
        entry("others", "书法班", community=HEPING.code),
    )
    assert found("书法班", community=SUNSHINE) == ["own", "city"]
    assert found("书法班", community=SUNSHINE, everywhere=True)[0] == "own"
    assert sorted(found("书法班")) == ["city", "others", "own"]
    assert found("书法班", only_city=True) == ["city"]


def test_other_communities_answer_where_nothing_is_near(publish: Publish) -> None:
    publish(entry("far", "书法班", community=HEPING.code), entry("alike", "书画展览"))
    alone = ask("书法班", community=SUNSHINE)
    assert [(result.key, result.stage) for result in alone.results] == [("far", Stage.ELSEWHERE)]
    assert found("书法班", only_city=True) == []
    publish(entry("near", "书法班", community=SUNSHINE.code))
    assert found("书法班", community=SUNSHINE) == ["near"]


def test_entry_hidden_in_a_community_is_not_found_there(publish: Publish) -> None:
    publish(entry("permit", "居住证办理", hidden_in=(HEPING.code,)))
    assert (found("居住证", community=HEPING), found("居住证", community=SUNSHINE)) == ([], ["permit"])


def test_own_version_of_a_guide_stands_for_the_citys(publish: Publish) -> None:
    publish(
        entry("permit", "居住证办理"),
        entry("permit", "居住证办理", id="note:1", community=SUNSHINE.code, summary="本社区周六也办"),
    )
    own = ask("居住证", community=SUNSHINE)
    assert (own.total, [result.community for result in own.results]) == (1, [SUNSHINE])
    assert [result.community for result in ask("居住证").results] == [None]


def test_own_version_is_shown_even_if_only_the_citys_has_the_words(publish: Publish) -> None:
    publish(
        entry("permit", "居住证办理"),
        entry("permit", "本社区说明", id="note:1", community=SUNSHINE.code),
        entry("permit", "和平里说明", id="note:2", community=HEPING.code),
    )
    titles = [ask("居住证", community=place).results[0].title for place in (SUNSHINE, HEPING, None)]
    assert titles == ["本社区说明", "和平里说明", "居住证办理"]


def test_expired_entry_is_not_found(publish: Publish) -> None:
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False):
        publish(entry("notice", "停水通知", expires_at=datetime(2026, 6, 2, tzinfo=UTC)))
        assert found("停水") == ["notice"]
    with time_machine.travel(datetime(2026, 6, 2, tzinfo=UTC), tick=False):
        assert found("停水") == []


def test_few_results_are_followed_by_other_language_and_similar(publish: Publish) -> None:
    publish(
        entry("exact", "WiFi 密码"),
        entry("other", "Free WiFi 密码 in parks", language="en"),
        entry("similar", "密码重置"),
    )
    stages = [(result.key, result.stage) for result in ask("wifi密码").results]
    assert stages == [("exact", Stage.EXACT), ("other", Stage.OTHER_LANGUAGE), ("similar", Stage.SIMILAR)]


def test_homophones_are_found_as_similar(publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    assert [(result.key, result.stage) for result in ask("居住正").results] == [("permit", Stage.SIMILAR)]


def test_letters_match_where_words_begin(publish: Publish) -> None:
    publish(entry("parents", "Parents' day", language="en"), entry("rent", "Renting a flat", language="en"))
    assert found("rent", language="en") == ["rent"]


def test_filters_narrow_and_counts_ignore_their_own(publish: Publish) -> None:
    publish(
        entry("a", "电梯补贴", category="housing"),
        entry("b", "电梯故障", category="safety"),
        entry("c", "电梯公告", category="housing", kind="notice"),
    )
    narrowed = ask("电梯", chosen={"kind": ("guide",), "category": ("housing",)})
    counts = {
        facet: {value.value: value.count for value in values} for facet, values in (narrowed.facets or {}).items()
    }
    assert [result.key for result in narrowed.results] == ["a"]
    assert counts == {
        "kind": {"guide": 1, "notice": 1},
        "category": {"housing": 1, "safety": 1},
        "audience": {},
        "channel": {},
        "language": {"zh-hans": 1},
        "community": {"city": 1},
    }


def test_several_values_of_a_facet_add_up(publish: Publish) -> None:
    publish(
        entry("a", "电梯补贴", audiences=("seniors", "homeowner"), channels=("counter",)),
        entry("b", "电梯故障", audiences=("everyone",), channels=("phone", "online")),
        entry("c", "电梯公告", audiences=("seniors",), channels=("phone",)),
    )
    both = ask("电梯", chosen={"audience": ("seniors", "everyone"), "channel": ("phone",)})
    assert sorted(result.key for result in both.results) == ["b", "c"]
    counts = {value.value: (value.count, value.is_chosen) for value in (both.facets or {})["audience"]}
    assert counts == {"seniors": (1, True), "everyone": (1, True)}
    channels = {value.value: value.count for value in (both.facets or {})["channel"]}
    assert channels == {"counter": 1, "phone": 2, "online": 1}


def test_languages_are_those_an_entry_can_be_read_in(publish: Publish) -> None:
    publish(
        entry("both", "电梯补贴 lift", languages=("zh-hans", "en")),
        entry("both", "Lift subsidy 电梯", language="en", languages=("zh-hans", "en")),
        entry("chinese", "电梯故障 lift"),
        entry("english", "Lift safety 电梯", language="en"),
    )
    asked = ask("电梯 lift")
    counts = {value.value: value.count for value in (asked.facets or {})["language"]}
    assert (counts, asked.total) == ({"zh-hans": 2, "en": 1}, 3)
    assert sorted(found("电梯 lift", chosen={"language": ("zh-hans",)})) == ["both", "chinese"]
    assert found("电梯 lift", chosen={"language": ("en",)}) == ["both", "english"]
    assert sorted(found("电梯 lift", chosen={"language": ("en", "zh-hans")})) == ["both", "chinese", "english"]


def test_more_live_keys_than_an_engine_takes_are_cut(publish: Publish, provider: MemoryProvider) -> None:
    publish(entry("aaa", "居住证办理"))
    provider.open_now = {"aaa", *(f"key-{number:06}" for number in range(MOST_LIVE_KEYS + 10))}
    assert found("居住证", live=("open-now",)) == ["aaa"]


def test_chosen_value_that_nothing_has_is_shown_with_none(publish: Publish) -> None:
    publish(entry("a", "电梯补贴", category="housing"))
    nothing = ask("电梯", chosen={"category": ("permit",)})
    values = [(value.value, value.count, value.is_chosen) for value in (nothing.facets or {})["category"]]
    assert (nothing.total, values) == (0, [("housing", 1, False), ("permit", 0, True)])


def test_live_filter_leaves_what_passes_now(publish: Publish, provider: MemoryProvider) -> None:
    publish(entry("open", "居住证办理"), entry("closed", "居住证续签"))
    unchosen = ask("居住证")
    assert [(value.value, value.count) for value in unchosen.live] == [("open-now", None)]
    assert ask("居住证", live=("open-now",)).total == 0
    provider.open_now = {"open", "elsewhere"}
    narrowed = ask("居住证", live=("open-now",))
    assert ([result.key for result in narrowed.results], narrowed.live[0].count) == (["open"], 1)


def test_newest_first_where_the_reader_wants_it(publish: Publish) -> None:
    publish(
        entry("old", "停水通知", updated_at=datetime(2026, 1, 1, tzinfo=UTC), popularity=1000),
        entry("new", "本小区停水通知", updated_at=datetime(2026, 5, 1, tzinfo=UTC)),
        entry("middle", "停水通知", updated_at=datetime(2026, 3, 1, tzinfo=UTC)),
    )
    assert found("停水", order=Order.NEWEST) == ["new", "middle", "old"]


def test_pages_divide_the_results(publish: Publish) -> None:
    publish(*[entry(f"g{number:02}", f"电梯{number}") for number in range(25)])
    pages = [found("电梯", page=page) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({key for page in pages for key in page}) == 25


@pytest.mark.parametrize("words", ["", "   ", "!!!", "\x00", "🚮", "“”", "%", "_", "\\"])
def test_query_without_words_finds_nothing(publish: Publish, words: str) -> None:
    publish(entry("permit", "居住证办理 100%"))
    assert ask(words).total == 0


@pytest.mark.parametrize(
    "words", ["居住证\x00", '"居住证"', "居住证 AND (", "居住证*~^", "居住证🚮", "居住证\udc80", "居住证" + "!" * 9999]
)
def test_strange_characters_do_not_hide_the_words(publish: Publish, words: str) -> None:
    publish(entry("permit", "居住证办理"))
    assert found(words) == ["permit"]


def test_matches_are_marked_in_title_and_text(publish: Publish) -> None:
    publish(entry("permit", "办理<居住>登记", summary="首次申领", body="半年以上可申领居住证。"))
    result = ask("居住证").results[0]
    assert result.title_marked == (("办理<", False), ("居住", True), (">登记", False))
    assert result.excerpt == (("半年以上可申领", False), ("居住证", True), ("。", False))


def test_summary_is_shown_where_the_title_has_the_words(publish: Publish) -> None:
    publish(
        entry("permit", "居住证办理", summary="首次申领要带什么。", body="依据《居住证暂行条例》。"),
        entry("seal", "居住证盖章", summary="持居住证办理。", body="依据《居住证暂行条例》。"),
    )
    excerpts = {result.key: result.excerpt for result in ask("居住证").results}
    assert excerpts == {
        "permit": (("首次申领要带什么。", False),),
        "seal": (("持", False), ("居住证", True), ("办理。", False)),
    }
