"""Single values of a row, as JSON or a spreadsheet writes them. What cannot be taken raises `Wrong`."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.names import Names
from portal.services.importing.rows import languages_by_suffix

CODES = re.compile(r"[;；、\n]")
WORDS = re.compile(r"[;；、,，\n]")
KEY_LENGTH = 100  # of PageKey
TRUE, FALSE = ("true", "yes", "1", "是"), ("false", "no", "0", "否")


class Wrong(Exception):
    """A value that cannot be taken; the message is for whoever made the file."""


def plain(value: Any) -> str:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value).strip()
    raise Wrong(_("must be a text."))


def key_of(value: Any) -> str:
    key = plain("" if value is None else value)
    if not key:
        raise Wrong(_("is missing; it tells what to update at the next import."))
    if len(key) > KEY_LENGTH or not re.fullmatch(r"[A-Za-z0-9:_.-]+", key):
        raise Wrong(_("“%(key)s” must be 1 to 100 letters a-z, digits, and : _ . -") % {"key": key[:120]})
    return key


def codes(value: Any) -> tuple[str, ...]:
    return _list(value, CODES)


def keywords_of(value: Any) -> tuple[str, ...]:
    return _list(value, WORDS)


def _list(value: Any, separators: re.Pattern[str]) -> tuple[str, ...]:
    parts = separators.split(value) if isinstance(value, str) else value
    if not isinstance(parts, (list, tuple)):
        raise Wrong(_("must be a list."))
    return tuple(dict.fromkeys(text for part in parts if (text := plain(part))))


def whole_number(value: Any, most: int = 999_999_999) -> int | None:
    if value in (None, ""):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,9}", str(value).strip()) or int(value) > most:
        names = {"value": str(value)[:40], "most": most}
        raise Wrong(_("“%(value)s” is not a whole number from 0 to %(most)d.") % names)
    return int(value)


def date_of(value: Any) -> dt.date | None:
    """2026-07-01, 2026/7/1, 2026年7月1日; of a moment the day."""
    if value in (None, ""):
        return None
    parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]\d{1,2}:\d{2}.{0,20})?", str(value).strip())
    try:
        return dt.date(*map(int, parts.groups())) if parts else _refuse_date(value)
    except ValueError:
        return _refuse_date(value)


def _refuse_date(value: Any) -> dt.date:
    raise Wrong(_("“%(value)s” is not a date like 2026-07-01.") % {"value": str(value)[:40]})


def words_of(value: Any) -> str | Names:
    """One text for all languages, or {language: text}."""
    if not isinstance(value, Mapping):
        return plain("" if value is None else value)
    languages = languages_by_suffix()
    for name in value:
        if name not in languages:
            raise Wrong(_("“%(name)s” is not one of the site's languages.") % {"name": name})
    return Names({languages[name]: text for name, given in value.items() if (text := plain(given or ""))})


def hours_of(value: Any) -> Names:
    words = words_of(value)
    return words if isinstance(words, Names) else Names(dict.fromkeys(languages_by_suffix().values(), words))


def flag_of(value: Any) -> bool:
    word = str(value).strip().lower()
    if word not in (*TRUE, *FALSE):
        raise Wrong(_("“%(value)s” is neither yes nor no.") % {"value": word[:40]})
    return word in TRUE


def choice_of(value: Any, choices: list[str]) -> str:
    word = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else plain(value)
    if word not in choices:
        raise Wrong(
            _("“%(value)s” is none of: %(choices)s.") % {"value": str(word)[:40], "choices": ", ".join(choices)}
        )
    return word
