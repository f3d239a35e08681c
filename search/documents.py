"""The index: one for each language, strict, with built-in analyzers only, so that every engine takes it."""

import json
from typing import Any

from elasticsearch.dsl import Date, Float, Keyword, Mapping, Text

from search import pinyin, text
from search.boosts import rank_of
from search.conf import is_chinese
from search.fingerprints import fingerprint_of
from search.models import SearchDocument

_ANALYZERS = {"zh": "cjk", "ja": "cjk", "ko": "cjk", "en": "english"}
_MAX_BODY = 100_000

SETTINGS = {
    # A deletion is remembered longer than any request takes, so that an older write sent late cannot bring it back.
    "gc_deletes": "10m",
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
}


def analyzer_of(language: str) -> str:
    return _ANALYZERS.get(language.split("-")[0], "standard")


def mapping_for(language: str) -> Mapping:
    """`all` is what must match, with `std` for single characters; the other texts say how well.

    `alt` are the titles of the other languages, `py` the syllables of title and keywords, `ini` their first letters,
    `pys` the syllables of the summary.
    """
    own = analyzer_of(language)
    other = "english" if is_chinese(language) else "cjk"
    mapping = Mapping().meta("dynamic", "strict")
    for name in ("title", "keywords", "summary"):
        mapping.field(name, Text(analyzer=own, copy_to="all", fields={"std": Text(analyzer="standard")}))
    mapping.field("body", Text(analyzer=own, copy_to="all"))
    mapping.field("all", Text(analyzer=own, fields={"std": Text(analyzer="standard")}))
    mapping.field("alt", Text(analyzer=other))
    if is_chinese(language):
        for name in ("py", "ini", "pys"):
            mapping.field(name, Text(analyzer="whitespace"))
    for name in ("id", "key", "kind", "category", "audience", "channel", "language", "community", "hidden_in"):
        mapping.field(name, Keyword())
    mapping.field("updated_at", Date())
    mapping.field("expires_at", Date())
    mapping.field("rank", Float())
    return mapping


def index_fingerprint(language: str) -> str:
    """Of all that an index of this language is made with."""
    made_with = json.dumps([SETTINGS, mapping_for(language).to_dict()], sort_keys=True)
    return fingerprint_of(made_with.encode())


def source_of(row: SearchDocument) -> dict[str, Any]:
    source = {
        "id": row.entry_id,
        "key": row.key,
        "kind": row.kind,
        "category": row.category,
        "audience": row.audiences,
        "channel": row.channels,
        "language": row.languages,
        "community": row.community,
        "hidden_in": [code for code in row.hidden_in.split(",") if code],
        "title": text.simplify_content(row.title),
        "keywords": [text.simplify_content(keyword) for keyword in row.keywords],
        "summary": text.simplify_content(row.summary),
        "body": text.simplify_content(row.body)[:_MAX_BODY],
        "alt": [text.simplify_content(title) for title in row.other_titles],
        "updated_at": row.updated_at,
        "rank": rank_of(row.popularity),
    }
    if row.expires_at:
        source["expires_at"] = row.expires_at
    if is_chinese(row.language):
        summary = " ".join(pinyin.syllables(text.fold(row.summary)))
        source |= {"py": row.sound.split("\n"), "ini": " ".join(row.initials), "pys": summary}
    return source
