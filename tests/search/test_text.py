import pytest

from search import pinyin, text


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("居住證", "居住证"),
        ("ＷｉＦｉ　密码", "wifi 密码"),
        ("  a\tb\n c ", "a b c"),
        ("a\x00b\ud800c", "a b c"),
        ("soft\u00adhyphen", "softhyphen"),
        ("🚮 垃圾", "🚮 垃圾"),
        ("x" * 10_000, "x" * 100),
        ("\ufdfa" * 1000, ("صلى الله عليه وسلم" * 6)[:100].strip()),
    ],
)
def test_query_is_folded_and_cut(raw: str, folded: str) -> None:
    assert text.fold_query(raw) == folded


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("居住证怎么办", "居住证"),
        ("请问低保怎么申请?", "低保"),
        ("怎么办", "怎么办"),
        ("how do i renew my permit?", "renew permit"),
        ("where can i get a residence permit", "residence permit"),
        ("i want to get married", "married"),
        ("what", "what"),
    ],
)
def test_words_of_asking_are_cut(asked: str, about: str) -> None:
    assert text.without_question_words(asked) == about


def test_units_are_pairs_and_word_beginnings() -> None:
    assert text.units("加装电梯 renewing the permits") == ["加装", "装电", "电梯", "renew", "permit"]


def test_function_words_stay_if_alone() -> None:
    assert text.units("who is it") == ["who", "is", "it"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("juzhuzheng", ["ju", "zhu", "zheng"]),
        ("dianti", ["dian", "ti"]),
        ("ju zhu zh", ["ju", "zhu", "zh"]),
        ("xi'an", ["xi", "an"]),
        ("lvhua", ["lv", "hua"]),
    ],
)
def test_letters_are_read_as_syllables(typed: str, meant: list[str]) -> None:
    assert pinyin.readings(typed)[0] == meant


@pytest.mark.parametrize("typed", ["lift", "elevator", "12345", "居住证", "x" * 41, ""])
def test_other_words_are_no_pinyin(typed: str) -> None:
    assert pinyin.readings(typed) == []


@pytest.mark.parametrize(("typed", "initials"), [("jzz", "jzz"), ("j z z", "jzz"), ("wifi", ""), ("j", ""), ("a1", "")])
def test_initials_have_no_i_u_v(typed: str, initials: str) -> None:
    assert pinyin.as_initials(typed) == initials
