"""Did you mean: the question with its typing errors mended.

Words in letters are compared by the engine with those of all texts. A Chinese word in the wrong characters sounds like
the right one, so it is looked for in the titles of what sounds like the question.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from search import pinyin, text
from search.query import Plan

_NAME = "spelling"
#: Shorter words have too many neighbours.
_OPTIONS = {"field": "all.std", "suggest_mode": "missing", "min_word_length": 4, "prefix_length": 1, "size": 1}


def asking(plan: Plan) -> dict[str, Any]:
    """What has the engine look at the words in letters as well, as a part of a request."""
    asked = plan.asked
    has_letters = any(len(word) > 3 and not text.is_han(word) for word in text.words(asked))
    return {"suggest": {_NAME: {"text": asked, "term": _OPTIONS}}} if has_letters else {}


def corrected(answer: Mapping[str, Any], asked: str) -> str:
    """`asked` with every unknown word replaced by the nearest known one; empty if none is."""
    pieces, last = [], 0
    for found in answer.get("suggest", {}).get(_NAME, ()):
        options = [option["text"] for option in found["options"] if option["text"] != found["text"]]
        if options:
            pieces += [asked[last : found["offset"]], options[0]]
            last = found["offset"] + found["length"]
    return "".join([*pieces, asked[last:]]) if pieces else ""


def sounding_alike(plan: Plan, titles: Iterable[str]) -> str:
    """The part of a title that sounds like the question but is written otherwise: 居住正 -> 居住证."""
    if not plan.homophone:
        return ""
    length = len(plan.homophone)
    for title in map(text.fold, titles):
        for run in (word for word in text.words(title) if text.is_han(word)):
            sounds = tuple(pinyin.syllables(run))
            for start in range(len(sounds) - length + 1):
                part = run[start : start + length]
                if sounds[start : start + length] == plan.homophone and part != plan.asked:
                    return part
    return ""
