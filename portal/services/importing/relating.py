"""Related guides, set once all guides of an import exist."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.models import Revision
from wagtail_localize.models import TranslationSource

from portal.home.models import PageKey
from portal.services.importing.records import GuideRecord
from portal.services.models import GuidePage, RelatedGuide

Place = tuple[UUID, int]


@transaction.atomic
def relate_guides(*, records: Sequence[GuideRecord]) -> int:
    """Set the related guides of records that name some, in their order. Returns how many pages changed.

    Links are not words, so no new revision: they are written into the page, into its latest revision, for that is
    what an editor's form shows, and into what translations are made from. With that the records count as imported.
    """
    keys = _locked_keys(records)
    wanted = _wanted(records, keys)
    involved = {*wanted, *(key for related in wanted.values() for key in related)}
    guides = GuidePage.objects.filter(translation_key__in=involved).select_related("latest_revision")
    pages: dict[Place, GuidePage] = {
        (page.translation_key, page.locale_id): page for page in guides.prefetch_related("related_rows")
    }
    changed: dict[Place, list[RelatedGuide]] = {}
    for (key, locale), page in pages.items():
        targets = [pages[other, locale].pk for other in wanted.get(key, ()) if (other, locale) in pages]
        if key in wanted and [row.target_id for row in page.related_rows.all()] != targets:
            rows = [RelatedGuide(page_id=page.pk, target_id=pk, sort_order=order) for order, pk in enumerate(targets)]
            changed[key, locale] = rows
    RelatedGuide.objects.filter(page__in=[pages[place] for place in changed]).delete()
    RelatedGuide.objects.bulk_create([row for rows in changed.values() for row in rows])
    written = {place: [_written(row) for row in rows] for place, rows in changed.items()}
    _set_in_revisions(pages, written)
    _set_in_sources(written)
    _mark_imported(records, keys)
    return len(changed)


def _locked_keys(records: Sequence[GuideRecord]) -> dict[str, PageKey]:
    """{key: its row} of all guides concerned, locked in one order: two imports at once relate one after the other."""
    named = {key for record in records if (related := record.details.get("related")) for key in (record.key, *related)}
    rows = PageKey.objects.select_for_update().filter(key__in=named).order_by("pk")
    return {row.key: row for row in rows}


def _wanted(records: Sequence[GuideRecord], keys: Mapping[str, PageKey]) -> dict[UUID, list[UUID]]:
    """{guide: those related to it}, as far as they exist"""
    related = {record.key: record.details.get("related", ()) for record in records if record.key in keys}
    return {
        keys[key].translation_key: [keys[other].translation_key for other in dict.fromkeys(others) if other in keys]
        for key, others in related.items()
        if others
    }


def _mark_imported(records: Sequence[GuideRecord], keys: Mapping[str, PageKey]) -> None:
    """Those that only waited for this, see `write_guide`."""
    waiting = [(keys[record.key], record) for record in records if record.key in keys and not keys[record.key].digest]
    for row, record in waiting:
        row.digest = record.digest
    PageKey.objects.bulk_update([row for row, _record in waiting], ["digest"], batch_size=100)


def _written(row: RelatedGuide) -> dict[str, Any]:
    return {"pk": row.pk, "sort_order": row.sort_order, "page": row.page_id, "target": row.target_id}


def _set_in_revisions(pages: dict[Place, GuidePage], written: dict[Place, list[dict[str, Any]]]) -> None:
    revisions = []
    for place, rows in written.items():
        if revision := pages[place].latest_revision:
            revision.content["related_rows"] = rows
            revisions.append(revision)
    Revision.objects.bulk_update(revisions, ["content"], batch_size=100)


def _set_in_sources(written: dict[Place, list[dict[str, Any]]]) -> None:
    sources = []
    for source in TranslationSource.objects.filter(object_id__in={key for key, _locale in written}):
        if rows := written.get((source.object_id, source.locale_id)):
            source.content_json = json.dumps(json.loads(source.content_json) | {"related_rows": rows})
            sources.append(source)
    TranslationSource.objects.bulk_update(sources, ["content_json"], batch_size=100)
