"""Letters on pictures: which characters there are, and where lines break."""

import pytest

from portal.sharing.lettering import font_for, is_in_own_font, wrapped

SIZE = 20


def broken(text: str, width: int, lines: int = 9) -> list[str]:
    """`width` in Chinese characters."""
    return wrapped(text, font_for(text, SIZE), width * SIZE, lines=lines)


def test_characters_of_names_and_places_are_there() -> None:
    promised = "居住证喆堃玥昇埇硚《》（）：；—“”·é–…￥ \u3000"
    assert [character for character in promised if not is_in_own_font(character)] == []


def test_missing_character_is_known_to_be_missing() -> None:
    assert not is_in_own_font("龘")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("给六十岁以上的居民", 5, ["给六十岁以", "上的居民"]),
        ("带上身份证，再来", 5, ["带上身份证，", "再来"]),
        ("请找（王老师）吧", 3, ["请找", "（王老", "师）吧"]),
        ("Bring your identity card", 6, ["Bring your", "identity card"]),
        ("周二16:30到18:00", 4, ["周二", "16:30到", "18:00"]),
        ("incomprehensibilities", 3, ["incom", "prehe", "nsibili", "ties"]),
        ("", 5, []),
    ],
)
def test_lines_break_where_readers_expect(text: str, width: int, lines: list[str]) -> None:
    assert broken(text, width) == lines


@pytest.mark.parametrize("text", ["很" * 40, "many words " * 9, "很长的，" * 9])
def test_last_line_says_that_there_is_more(text: str) -> None:
    lines = broken(text, 8, lines=2)
    font = font_for(text, SIZE)
    assert (len(lines), lines[-1][-1]) == (2, "…")
    assert max(font.getlength(line) for line in lines) <= 9 * SIZE
