"""A row into a record: names and shapes are checked here, what they refer to in `checking`."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from portal.names import Names
from portal.services.importing.details import details_of
from portal.services.importing.records import CITY, GuideRecord, GuideTexts
from portal.services.importing.rows import TEXTS, SourceRow, languages_by_suffix
from portal.services.importing.values import (
    Wrong,
    codes,
    date_of,
    hours_of,
    key_of,
    keywords_of,
    plain,
    whole_number,
)
from portal.tables import Problems

SENTENCE = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+")
SUMMARY_LENGTH = 300


@dataclass
class Parser:
    """Rows of one file. What is wrong goes to `problems`, fields nobody reads are counted in `unread`."""

    file: str
    problems: Problems
    default_community: str = CITY
    default_category: str = ""
    unread: Counter[str] = field(default_factory=Counter)
    _line: int = 0

    def record(self, row: SourceRow) -> GuideRecord | None:
        """None when the row has problems."""
        self._line, before = row.line, len(self.problems.found)
        for message in control_characters(row.values):
            self._wrong(message)
        values = self._with_languages(row.values)
        channels = self._take(values, "channel", codes, ())
        hours = self._take(values, "hours", hours_of, Names())
        found, messages = details_of(values, channels=channels, hours=hours)
        for message in messages:
            self._wrong(message)
        record = GuideRecord(
            key=self._take(values, "key", key_of, ""),
            texts=self._texts(values),
            kind=self._take(values, "type", plain, "guide") or "guide",
            community=self._take(values, "community", plain, "") or self.default_community,
            category=self._take(values, "category", plain, "") or self.default_category,
            audiences=self._take(values, "audience", codes, ()),
            channels=channels,
            hours=hours,
            updated_at=self._take(values, "updated_at", date_of, None),
            popularity=self._take(values, "popularity", whole_number, None) or 0,
            details=found,
            file=self.file,
            line=row.line,
        )
        self.unread.update(name for name in values if name not in languages_by_suffix().values())
        return record if len(self.problems.found) == before else None

    def _wrong(self, message: str) -> None:
        self.problems.add(self._line, message, self.file)

    def _take(self, values: dict[str, Any], name: str, read: Any, missing: Any) -> Any:
        value = values.pop(name, None)
        try:
            return missing if value in (None, "") and read is not key_of else read(value)
        except Wrong as wrong:
            self._wrong(f"{name}: {wrong}")
            return missing

    def _with_languages(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A copy of the row in which `zh` is called by its full code."""
        names = languages_by_suffix()
        return {names.get(name, name): value for name, value in values.items()}

    def _texts(self, values: dict[str, Any]) -> dict[str, GuideTexts]:
        texts = {}
        for language in dict.fromkeys(languages_by_suffix().values()):
            given = values.pop(language, None)
            if given in (None, "", {}):
                continue
            if not isinstance(given, Mapping):
                self._wrong(_("%(name)s: texts of a language are an object.") % {"name": language})
                given = {"title": "?"}
            self.unread.update(f"{language}.{name}" for name in given if name not in TEXTS)
            try:
                if found := texts_of(given):
                    texts[language] = found
            except Wrong as wrong:
                self._wrong(f"{language}: {wrong}")
                texts[language] = GuideTexts("?")
        if not texts:
            self._wrong(_("There is no title in any language."))
        return texts


# Texts


def texts_of(given: Mapping[str, Any]) -> GuideTexts | None:
    title, summary, body = (_text(given.get(name), name) for name in ("title", "summary", "body"))
    try:
        keywords = keywords_of(given.get("keywords") or ())
    except Wrong as wrong:
        raise Wrong(f"keywords: {wrong}") from None
    if not (title or summary or body or keywords):
        return None
    title = " ".join(title.split())
    if not title:
        raise Wrong(_("There is no title."))
    return GuideTexts(title, " ".join(summary.split()) or beginning(body) or title, body, keywords)


def _text(value: Any, name: str) -> str:
    try:
        return plain("" if value is None else value).replace("\r\n", "\n")
    except Wrong as wrong:
        raise Wrong(f"{name}: {wrong}") from None


def beginning(body: str, limit: int = SUMMARY_LENGTH) -> str:
    """The first sentences of a text, for a summary where the file has none."""
    text, kept = " ".join(body.split()), ""
    for sentence in map(str.strip, SENTENCE.split(text)):
        longer = f"{kept} {sentence}".strip() if kept.isascii() else kept + sentence
        if len(longer) > limit:
            break
        kept = longer
    return kept or (text if len(text) <= limit else text[: limit - 1] + "…")


def control_characters(values: Any, path: str = "") -> list[str]:
    """Of all texts however deep: databases and browsers refuse them, so the file was damaged on its way here."""
    if isinstance(values, str):
        found = {char for char in values if _is_control(char)}
        where = path.removeprefix(".")
        return [
            _("%(field)s: control character U+%(code)04X.") % {"field": where, "code": ord(char)}
            for char in sorted(found)
        ]
    if isinstance(values, Mapping):
        return [
            line
            for name, value in values.items()
            for line in [*control_characters(name, path), *control_characters(value, f"{path}.{name}")]
        ]
    if isinstance(values, (list, tuple)):
        return [line for value in values for line in control_characters(value, path)]
    return []


def _is_control(char: str) -> bool:
    return char not in "\t\n\r" and unicodedata.category(char) in ("Cc", "Cs")
