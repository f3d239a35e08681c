"""Turning entries into rows: everything the engine gets and the database searches is worked out here, once."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from search import pinyin, text
from search.conf import engine_settings
from search.contract import EntryRef, SearchEntry, get_provider
from search.fingerprints import text_fingerprint
from search.models import SearchDocument, SearchSync, SearchTarget
from search.models.retrying import RETRY_FIELDS
from search.querysets import SearchDocumentQuerySet

logger = logging.getLogger(__name__)

BATCH = 400
_MAX_POPULARITY = 2**31 - 1
# Everything but the outbox.
_OUTBOX = {
    *("id", "entry_id", "language", "version", "prepared_version", "prepared_with", "waiting_since"),
    *RETRY_FIELDS,
}
_GONE = {f.name: f.get_default() for f in SearchDocument._meta.concrete_fields if f.name not in _OUTBOX}
_CONTENT = list(_GONE)


def prepare_waiting() -> int:
    """Bring a batch of waiting rows up to date; how many were, or could not be and are put off."""
    waiting = SearchDocument.objects.unprepared_now().order_by("waiting_since", "pk")
    return prepare(list(waiting.values_list("pk", flat=True)[:BATCH]))


def prepare(pks: Sequence[int]) -> int:
    """Bring these rows up to date with the provider. Seven queries for every 400, plus the provider's."""
    return sum(_prepare(pks[start : start + BATCH]) for start in range(0, len(pks), BATCH))


def prepare_anew(rows: SearchDocumentQuerySet) -> None:
    """Have the texts of these rows worked out again; the old ones stay in service meanwhile."""
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        with transaction.atomic():
            found = list(SearchDocument.objects.filter(pk__in=pks[start : start + BATCH]).locked().values_list("pk"))
            SearchDocument.objects.filter(pk__in=[pk for (pk,) in found]).update(
                prepared_with="", waiting_since=Coalesce("waiting_since", timezone.now()), next_try_at=None
            )


def _prepare(pks: Sequence[int]) -> int:
    """An entry that cannot be prepared holds up no other: it is put off, and shown with the reason."""
    try:
        return _prepare_together(pks)
    except (OperationalError, InterfaceError):
        raise  # the database's fault, not an entry's
    except Exception as error:  # whatever one entry's text does to the provider or the database
        if len(pks) == 1:
            return _put_off(pks[0], error)
        logger.warning("Preparing %d search entries one by one: %s", len(pks), error)
    return sum(_prepare([pk]) for pk in pks)


def _put_off(pk: int, error: Exception) -> int:
    logger.error("The search entry in row %d cannot be prepared", pk, exc_info=error)
    with transaction.atomic():
        for row in SearchDocument.objects.filter(pk=pk).locked():
            row.refuse(f"{type(error).__name__}: {error}")
            row.save(update_fields=RETRY_FIELDS)
    return 1


def _prepare_together(pks: Sequence[int]) -> int:
    # Versions first, content second: a change in between leaves the row waiting instead of passing for the newer one.
    seen = {row.pk: row for row in SearchDocument.objects.filter(pk__in=pks).only("entry_id", "language", "version")}
    entries = _entries([row.ref for row in seen.values()])
    content = {pk: content_of(entries.get(row.ref)) for pk, row in seen.items()}
    with transaction.atomic():
        rows = SearchDocument.objects.filter(pk__in=seen).locked()
        changed = [row for row in rows if _take_version(row, seen[row.pk].version)]
        for row in changed:
            for name, value in content[row.pk].items():
                setattr(row, name, value)
            row.accept()
            if engine_settings() is None and row.prepared_version == row.version:
                row.waiting_since = None
        # An upsert of locked rows: the same as bulk_update, at a tenth of its cost.
        SearchDocument.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=["version", "prepared_version", "prepared_with", "waiting_since", *RETRY_FIELDS, *_CONTENT],
            batch_size=BATCH,
        )
        _hand_on(changed)
    return len(changed)


def _take_version(row: SearchDocument, seen: int) -> bool:
    """Whether the text belonging to the version `seen` is news for the row, which then says so. What is worked out
    anew without a mark gets a version of its own: no index may take two texts for the same."""
    if row.prepared_version < seen:
        row.prepared_version = seen
    elif row.prepared_version == row.version == seen and row.prepared_with != text_fingerprint():
        row.version = row.prepared_version = seen + 1
    else:
        return False
    row.prepared_with = text_fingerprint()
    return True


def _hand_on(rows: Sequence[SearchDocument]) -> None:
    """Every index that is fed lacks these rows now. In the transaction that changes them; also while no engine is
    configured, for it may come back."""
    targets: dict[str, list[int]] = {}
    for pk, language in SearchTarget.objects.fed().values_list("pk", "language"):
        targets.setdefault(language, []).append(pk)
    syncs = [
        SearchSync(target_id=target, document=row, dirty=True)
        for row in rows
        for target in targets.get(row.language, ())
    ]
    SearchSync.objects.bulk_create(
        syncs,
        update_conflicts=True,
        unique_fields=["target", "document"],
        update_fields=["dirty", *RETRY_FIELDS],
    )


def _entries(refs: Iterable[EntryRef]) -> dict[EntryRef, SearchEntry]:
    wanted = list(refs)
    return {entry.ref: entry for entry in get_provider().entries(wanted)} if wanted else {}


def content_of(entry: SearchEntry | None) -> dict[str, Any]:
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
        "languages": sorted({entry.ref.language, *entry.languages}),
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
