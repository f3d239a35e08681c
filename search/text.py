"""Words as search compares them: one spelling for width, case and script. The engine and the database both use it."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from opencc import OpenCC

#: Longer queries cost the engine seconds and mean no more; what comes after is cut.
MAX_QUERY_LENGTH = 100
#: Folding may lengthen text eighteenfold (U+FDFA), so the raw text is cut as well.
MAX_RAW_LENGTH = 1000

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_HAN_RUN = re.compile(f"[{HAN}]+")
_WORD = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
_SPACE = re.compile(r"\s+")
# Controls, surrogates, private and non-characters; then the format characters, which only steer how others look.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]")
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def word_list(name: str) -> list[str]:
    """The words of data/NAME.txt, whose lines beginning with # say what they are for."""
    lines = (Path(__file__).parent / "data" / f"{name}.txt").read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


# What is asked about remains; the words of asking go.
_QUESTION_ZH = re.compile("|".join(sorted(map(re.escape, word_list("questions_zh")), key=len, reverse=True)))
_QUESTION_EN = re.compile(
    r"^(?:please |excuse me |hi |hello )?(?:(?:(?:how|where|when|what|who|which|why) "
    r"(?:do|does|can|could|should|must|to|is|are|was|will|would|if|papers|documents)\b ?)"
    r"(?:i |we |you |one |my |the |a |an |there |need |have |to |get to |get an? )*|"
    r"(?:i|we) (?:want|need|would like|have|wish|am looking) (?:to |for )?|"
    r"can (?:i|we|you) |is there |are there |tell me about )+"
)

_FUNCTION_WORDS_EN = frozenset(word_list("function_words_en"))


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional characters become simplified ones."""
    return _converter().convert(text) if _HAN_RUN.search(text) else text


def simplify_content(text: str) -> str:
    """The same, quickly: text without a character that only traditional writing has is left as it is."""
    return text if is_simplified(text) else simplify(text)


def is_simplified(text: str) -> bool:
    """Whether all Han characters are in GB 2312, which has no traditional forms: a hundred times faster to ask."""
    try:
        "".join(_HAN_RUN.findall(text)).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def clean(text: str) -> str:
    """Text that databases, engines and pages can hold: no control characters, no lone surrogates, single spaces."""
    return _SPACE.sub(" ", _UNFIT.sub(" ", text)).strip()


def fold(text: str) -> str:
    """One spelling: NFKC, lower case, simplified characters, single spaces; format characters (soft hyphens) go."""
    wide = unicodedata.normalize("NFKC", clean(text)).lower()
    return simplify_content(_SPACE.sub(" ", _UNSEEN.sub("", wide)).strip())


def fold_query(raw: str) -> str:
    """What a reader typed, folded and cut to MAX_QUERY_LENGTH."""
    return simplify(fold(raw[:MAX_RAW_LENGTH]))[:MAX_QUERY_LENGTH].strip()


def echo_query(raw: str) -> str:
    """What a reader typed, as the page may show it again."""
    return clean(raw[:MAX_RAW_LENGTH])[:MAX_QUERY_LENGTH].strip()


def words(folded: str) -> list[str]:
    """Runs of Han characters, and words of other scripts; punctuation and symbols are left out."""
    return _WORD.findall(folded)


def is_han(word: str) -> bool:
    return bool(_HAN_RUN.match(word))


def without_question_words(folded: str) -> str:
    """`居住证怎么办` -> `居住证`, `how do i renew my permit` -> `renew permit`; unchanged if nothing would be left."""
    cut = _QUESTION_EN.sub("", _QUESTION_ZH.sub(" ", folded))
    cut = _SPACE.sub(" ", cut).strip(" ?？!！。,，")
    cut = " ".join(word for word in cut.split(" ") if word not in _FUNCTION_WORDS_EN)
    return cut if words(cut) else folded


def bigrams(run: str) -> list[str]:
    """Pairs of neighbouring characters; a single character is itself."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


_ENDING_EN = re.compile(r"(?<=[a-z]{3})(?:ings?|ations?|ers?|ed|es|s|e|y)$")


def units(asked: str) -> list[str]:
    """What the database must find: pairs of Han characters, and the beginnings of words of other scripts.

    `renewing permits` -> `renew permit`; each once, in order, function words left out unless there is nothing else.
    """
    found: dict[str, None] = {}
    for word in words(asked):
        found.update(dict.fromkeys(bigrams(word) if is_han(word) else [_ENDING_EN.sub("", word)]))
    return [unit for unit in found if unit not in _FUNCTION_WORDS_EN] or list(found)
