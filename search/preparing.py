"""Turning entries into rows: everything the engine gets and the database searches is worked out here, once."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from search import pinyin, text
from search.conf import engine_settings
from search.contract import EntryRef, SearchEntry, get_provider
from search.models import SearchDocument

logger = logging.getLogger(__name__)

BATCH = 200
_MAX_POPULARITY = 2**31 - 1
# Everything but the outbox.
_OUTBOX = (
    {"id", "entry_id", "language"}
    | {"version", "prepared_version", "indexed_version", "indexed_in", "waiting_since"}
    | {"attempts", "next_try_at", "error"}
)
_GONE = {f.name: f.get_default() for f in SearchDocument._meta.concrete_fields if f.name not in _OUTBOX}
_CONTENT = list(_GONE)


def prepare(pks: Sequence[int]) -> int:
    """Bring these rows up to date with the provider; how many were. Five queries for every 200, plus the provider's."""
    return sum(_prepare(pks[start : start + BATCH]) for start in range(0, len(pks), BATCH))


def _prepare(pks: Sequence[int]) -> int:
    """An entry that cannot be prepared stays waiting and holds up no other; if none can, the reason is raised."""
    try:
        return _prepare_together(pks)
    except Exception as error:  # whatever one entry's text does to the provider or the database
        if len(pks) == 1:
            raise
        logger.warning("Preparing %d search entries one by one: %s", len(pks), error)
    done, failed = 0, 0
    for pk in pks:
        try:
            done += _prepare_together([pk])
        except Exception as error:
            logger.exception("The search entry in row %d cannot be prepared", pk)
            failed += 1
            if failed == len(pks):
                raise error
    return done


def _prepare_together(pks: Sequence[int]) -> int:
    # Versions first, content second: a change in between leaves the row waiting instead of passing for the newer one.
    seen = {row.pk: row for row in SearchDocument.objects.filter(pk__in=pks).only("entry_id", "language", "version")}
    entries = _entries([row.ref for row in seen.values()])
    content = {pk: _content(entries.get(row.ref)) for pk, row in seen.items()}
    with transaction.atomic():
        rows = SearchDocument.objects.select_for_update().filter(pk__in=seen).order_by("pk")
        changed = [row for row in rows if row.prepared_version <= seen[row.pk].version]
        for row in changed:
            row.prepared_version = seen[row.pk].version
            for name, value in content[row.pk].items():
                setattr(row, name, value)
            if engine_settings() is None and row.prepared_version == row.version:
                row.waiting_since = None
        # An upsert of locked rows: the same as bulk_update, at a tenth of its cost.
        SearchDocument.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=["prepared_version", "waiting_since", *_CONTENT],
            batch_size=BATCH,
        )
    return len(changed)


def _entries(refs: Iterable[EntryRef]) -> dict[EntryRef, SearchEntry]:
    wanted = list(refs)
    return {entry.ref: entry for entry in get_provider().entries(wanted)} if wanted else {}


def _content(entry: SearchEntry | None) -> dict[str, Any]:
    if entry is None:
        return _GONE
    title, summary, body = text.clean(entry.title), text.clean(entry.summary), text.clean(entry.body)
    keywords = [text.clean(keyword) for keyword in entry.keywords]
    others = [text.clean(other) for other in entry.other_titles]
    folded_title, *folded_keywords = (text.fold(name) for name in [title, *keywords])
    lines = [
        folded_title,
        " / ".join(folded_keywords),
        " / ".join(map(text.fold, others)),
        *map(text.fold, [summary, body]),
    ]
    sounds = [pinyin.syllables(name) for name in [folded_title, *folded_keywords]] if is_chinese(entry) else []
    return {
        "is_present": True,
        "key": entry.key,
        "kind": entry.kind,
        "category": entry.category,
        "audiences": list(entry.audiences),
        "channels": list(entry.channels),
        "community": entry.community,
        "hidden_in": f",{','.join(sorted(entry.hidden_in))}," if entry.hidden_in else "",
        "title": title,
        "keywords": keywords,
        "summary": summary,
        "body": body,
        "other_titles": others,
        "updated_at": entry.updated_at,
        "expires_at": entry.expires_at,
        "popularity": max(0, min(entry.popularity, _MAX_POPULARITY)),
        "folded": "\n".join(lines),
        "sound": "\n".join(f" {' '.join(sound)} " for sound in sounds),
        "initials": "".join(f"^{pinyin.initials(sound)}" for sound in sounds),
    }


def is_chinese(entry: SearchEntry) -> bool:
    return entry.ref.language.startswith("zh")
