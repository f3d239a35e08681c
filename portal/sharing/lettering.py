"""Letters on pictures: which font has them, and where lines break.

The package brings a font with the characters of Simplified Chinese and Latin scripts, cut out of Noto Sans CJK by
tools/card_font.py; so nothing needs to be installed. A rare character (of a name, say) needs a larger font of the
machine, where `SYSTEM_FONTS` finds one.
"""

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

OWN_FONT = Path(__file__).parent / "data" / "NotoSansCJKsc-cards.otf"
#: (path, which font of the file). Debian and Fedora, macOS, Windows.
SYSTEM_FONTS = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", 0),
    ("/System/Library/Fonts/PingFang.ttc", 0),
    ("/System/Library/Fonts/Hiragino Sans GB.ttc", 0),
    ("C:\\Windows\\Fonts\\msyh.ttc", 0),
)
#: Not at the beginning of a line, and not at its end.
CLOSING = "，。、；：！？）】》」』”’…·,.;:!?)]}%％～—–"
OPENING = "（【《「『“‘([{￥$"
#: A word with its figures is not broken; of other scripts each character stands alone.
_PIECES = re.compile(r"[A-Za-z0-9À-ſ][A-Za-z0-9À-ſ.:/@&'’–-]*|\s+|.", re.DOTALL)
_NOWHERE = "\uffff"

Font = ImageFont.FreeTypeFont


def font_for(text: str, size: int) -> Font:
    """The package's own font, unless it lacks a character of `text` and the machine has a font that may not."""
    path, number = str(OWN_FONT), 0
    if not all(is_in_own_font(character) for character in set(text)):
        path, number = next(((p, n) for p, n in SYSTEM_FONTS if os.path.exists(p)), (path, 0))
    return _font(path, number, size)


@lru_cache(maxsize=20_000)
def is_in_own_font(character: str) -> bool:
    """A missing character is drawn as the font's empty box."""
    font = _font(str(OWN_FONT), 0, 20)
    return character.isspace() or bytes(font.getmask(character)) != bytes(font.getmask(_NOWHERE))


@lru_cache(maxsize=32)
def _font(path: str, number: int, size: int) -> Font:
    return ImageFont.truetype(path, size, index=number, layout_engine=ImageFont.Layout.BASIC)


def wrapped(text: str, font: Font, width: int, *, lines: int) -> list[str]:
    """The text in lines of at most `width` pixels, the last of them cut short where there are more than `lines`.

    Closing punctuation stays with what it closes, even if it stands out a little.
    """
    done: list[str] = []
    line = ""
    for piece in _pieces(text, font, width):
        fits = font.getlength(line + piece) <= width
        if fits or piece in CLOSING or piece.isspace():
            line += piece
            continue
        kept = line.rstrip(OPENING)
        done.append(kept.rstrip())
        line = line[len(kept) :] + piece
    done.append(line.rstrip())
    done = [line.lstrip() for line in done if line.strip()]
    if len(done) > lines:
        done = [*done[: lines - 1], _shortened(done[lines - 1], font, width)]
    return done


def _pieces(text: str, font: Font, width: int) -> Iterator[str]:
    for piece in _PIECES.findall(text):
        yield from [piece] if font.getlength(piece) <= width else piece


def _shortened(line: str, font: Font, width: int) -> str:
    while line and font.getlength(f"{line}…") > width:
        line = line[:-1]
    return f"{line.rstrip(CLOSING + ' ')}…"
