"""One guide as an import file gives it: a plain value, checked for shape but not against the database."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, fields
from datetime import date
from typing import Any

from portal.names import Names

CITY = "city"


@dataclass(frozen=True, slots=True)
class GuideTexts:
    """The words in one language. `body` is plain text, a blank line between paragraphs."""

    title: str
    summary: str = ""
    body: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GuideRecord:
    """`texts` has an entry for each language with a title, the source language first.

    `details` are further fields by the names of GuidePage and its blocks (see docs/operators/import-guides.md): texts
    in them are `Names`-like mappings of language to text, lists of blocks are lists of mappings. What they do not name
    stays as editors left it.
    """

    key: str
    texts: Mapping[str, GuideTexts]
    kind: str = "guide"
    community: str = CITY
    category: str = ""
    audiences: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    hours: Names = field(default_factory=Names)
    updated_at: date | None = None
    popularity: int = 0
    details: Mapping[str, Any] = field(default_factory=dict)
    #: The address to wish for; empty: the key where it can be one, else the title.
    slug: str = ""
    #: File and line, for messages.
    file: str = ""
    line: int = 0

    @property
    def languages(self) -> list[str]:
        return list(self.texts)

    @property
    def digest(self) -> str:
        """The same for the same content, wherever it stands in whatever file."""
        content = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("file", "line")}
        content["texts"] = {language: astuple(texts) for language, texts in self.texts.items()}
        written = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(written.encode()).hexdigest()
