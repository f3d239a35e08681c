"""ASCII slugs from Chinese names. Search has its own, finer text tools; addresses must never change with those."""

import re
import unicodedata

from django.utils.text import slugify

MAX_SLUG_LENGTH = 80


def slug_from(text: str) -> str:
    """`清波门社区` -> `qingbomenshequ`, `Lost property` -> `lost-property`; empty if nothing can be romanised."""
    parts = re.findall(r"[一-鿿㐀-䶿]+|[^一-鿿㐀-䶿]+", text)
    return slugify(" ".join(map(_pinyin, parts)))[:MAX_SLUG_LENGTH].strip("-")


def name_from(text: str) -> str:
    """`清波门` -> `Qingbomen`, `阳光100` -> `Yangguang 100`: how a Chinese place name is written in English."""
    parts = re.findall(r"[一-鿿㐀-䶿]+|[^一-鿿㐀-䶿]+", unicodedata.normalize("NFKC", text))
    words = [_pinyin(part).strip() for part in parts]
    spaced = " ".join(word[:1].upper() + word[1:] for word in words if word)
    return re.sub(r"\s*([(\[])\s*", r" \1", re.sub(r"\s*([)\],.;:·-])", r"\1", spaced)).strip()


def _pinyin(text: str) -> str:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionary takes long to load, and most processes never ask

    return "".join(lazy_pinyin(text, style=Style.NORMAL))
