"""Which questions may be counted: none that looks as if it were about a person."""

import re

from search import text
from search.query import normalised

#: Longer ones are stories, not questions, and stories are somebody's.
LONGEST = 40
_DIGITS = re.compile(r"\d(?:[\s\-()./·_]{0,2}\d){5,}")
_SPELT_DIGITS = re.compile(r"[〇零一二三四五六七八九幺]{5,}")
#: No letter or digit of a script we know stands twenty times in a row without a gap: keys, tokens, hashes.
_DRAWN = re.compile(r"[a-z0-9]{25,}")


def countable(raw: str) -> str:
    """The question as it may be counted, or empty: numbers of six digits and more (phones, ID and bank cards, flats
    with their buildings), mail addresses, what looks drawn at random, and long texts are not.
    """
    folded = text.fold(raw[: text.MAX_RAW_LENGTH])
    if "@" in folded or _DIGITS.search(folded) or _SPELT_DIGITS.search(folded) or _DRAWN.search(folded):
        return ""
    asked = normalised(raw)
    return asked if len(asked) <= LONGEST else ""
