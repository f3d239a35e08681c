"""What editors' rules make of a question: values only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.lexicon import MAX_VARIANTS, Lexicon, Reading, Variant, equals, one_way, translations

LEXICON = Lexicon(
    synonyms=[
        *equals(["电梯", "升降机"]),
        *equals(["lift", "elevator"]),
        *one_way(["装电梯", "加梯"], ["加装电梯"]),
        *one_way(["打疫苗"], ["接种疫苗"]),
        *equals(["小孩", "儿童"]),
    ],
    glossary=[*translations(["电梯"], ["elevator"]), *translations(["外国人"], ["foreigner"])],
    readings=[Reading("长护险", ("chang", "hu", "xian"))],
)


def wordings(asked: str, *, chinese: bool = True) -> list[str]:
    return [variant.words for variant in LEXICON.variants(asked, chinese=chinese)]


def test_question_itself_comes_first() -> None:
    assert LEXICON.variants("装电梯", chinese=True)[0].weight == 1.0
    assert wordings("装电梯") == ["装电梯", "加装电梯"]


def test_one_way_rule_leads_nowhere_back() -> None:
    assert wordings("接种疫苗") == ["接种疫苗"]


def test_word_inside_its_own_target_is_left_alone() -> None:
    assert wordings("加装电梯补贴") == ["加装电梯补贴"]


def test_words_of_two_rules_are_replaced_together() -> None:
    assert set(wordings("小孩打疫苗")) == {"小孩打疫苗", "儿童 打疫苗", "小孩 接种疫苗", "儿童 接种疫苗"}


def test_letters_match_whole_words_only() -> None:
    assert wordings("shoplifting", chinese=False) == ["shoplifting"]
    assert wordings("lift repair", chinese=False) == ["lift repair", "elevator repair"]


def test_glossary_translates_for_texts_of_the_other_language() -> None:
    assert wordings("lift") == ["lift", "elevator", "电梯", "升降机"]
    assert wordings("电梯", chinese=False) == ["电梯", "升降机", "elevator", "lift"]


def test_untranslated_characters_are_not_wanted_of_english_texts() -> None:
    assert wordings("外国人登记", chinese=False) == ["外国人登记", "foreigner"]


def test_question_that_is_mostly_untranslated_is_not_translated() -> None:
    assert wordings("亲戚坐电梯来", chinese=False) == ["亲戚坐电梯来", "亲戚坐 升降机 来"]


def test_rule_may_have_words_of_asking() -> None:
    lexicon = Lexicon(one_way(["get married"], ["marriage registration"]))
    found = lexicon.variants("married", chinese=False, whole="get married")
    assert found == (Variant("married"), Variant("marriage registration", 0.95, ("marriage registration",)))


@pytest.mark.parametrize("asked", ["changhuxian", "chang hu x", "chx", "常护险"])
def test_reading_given_by_an_editor_is_understood(asked: str) -> None:
    assert "长护险" in wordings(asked)


def test_beginning_of_a_syllable_is_no_reading() -> None:
    assert wordings("cha") == ["cha"]


WORDS = st.text(alphabet="电梯升降机加装 liftelevator小孩打疫苗", min_size=1, max_size=40)


@given(asked=WORDS, chinese=st.booleans())
def test_any_question_keeps_its_place_and_the_limit(asked: str, chinese: bool) -> None:
    found = LEXICON.variants(asked, chinese=chinese)
    assert found[0].words == asked
    assert len(found) == len({variant.words for variant in found}) <= MAX_VARIANTS
