"""The text for a chat group."""

import pytest

from portal.pages import ShareValues
from portal.sharing.texts import fitted, share_text

LINK = "https://linli.example.gov.cn/s/4w2z1bk"
CLASS = ShareValues(
    "太极拳", when="周二、周四 16:30–18:00", where="邻里中心一楼", text="给六十岁以上的居民，不收费。\n带水杯。"
)


def text_of(values: ShareValues, place: str = "阳光社区") -> str:
    return share_text(values, place=place, link=LINK)


def test_what_has_a_time_says_when_and_where_first() -> None:
    assert text_of(CLASS).splitlines() == [
        "【阳光社区】太极拳",
        "周二、周四 16:30–18:00",
        "邻里中心一楼",
        "给六十岁以上的居民，不收费。 带水杯。",
    ]


def test_what_has_no_time_says_what_it_is_first() -> None:
    guide = ShareValues("Residence permit", where="Window 1", text="For people who have moved here.")
    assert text_of(guide, "Sunshine").splitlines() == [
        "【Sunshine】Residence permit",
        "For people who have moved here.",
        "Window 1",
    ]


@pytest.mark.parametrize("title", ["短", "长" * 255, "word " * 50])
@pytest.mark.parametrize("text", ["", "一" * 300, "many words " * 30])
def test_text_and_link_take_two_hundred_characters_at_most(title: str, text: str) -> None:
    values = ShareValues(title, when="Tuesdays 9:00", where="a place " * 20, text=text)
    assert len(f"{text_of(values)}\n{LINK}") <= 200


def test_long_description_leaves_time_and_place_whole() -> None:
    values = ShareValues("太极拳", when=CLASS.when, where=CLASS.where, text="很" * 300)
    lines = text_of(values).splitlines()
    assert lines[:3] == ["【阳光社区】太极拳", CLASS.when, CLASS.where]
    assert (lines[3][-2:], len("\n".join([*lines, LINK]))) == ("很…", 200)


def test_line_without_room_for_a_word_is_left_out() -> None:
    assert text_of(ShareValues("长" * 150, text="还有很多很多很多很多要说的话")).count("\n") == 0


@pytest.mark.parametrize(
    ("text", "room", "said"),
    [
        ("Bring your card", 15, "Bring your card"),
        ("Bring your card", 12, "Bring your…"),
        ("Bring, yours", 7, "Bring…"),
        ("请带身份证，户口本", 7, "请带身份证…"),
        ("请带 ID 身份证原件", 9, "请带 ID 身份…"),
        ("anything", 1, ""),
        ("anything", -3, ""),
    ],
)
def test_cut_is_between_words(text: str, room: int, said: str) -> None:
    assert fitted(text, room) == said
