"""The demo's guides: imported like anybody's, their dates moved along with the calendar until somebody edits them."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from tqdm import tqdm

from portal.communities.models import Community
from portal.demo.dates import render_all
from portal.demo.models import SeededPage
from portal.demo.seeding.reading import names, read
from portal.home.models import PageKey
from portal.hours.schedule import OpeningHours
from portal.names import Names
from portal.services.actions import hide_guide, set_overlay
from portal.services.importing.indexing import indexing_at_the_end
from portal.services.importing.lists import Lists
from portal.services.importing.records import GuideRecord, GuideTexts
from portal.services.importing.relating import relate_guides
from portal.services.importing.writing import pages_of, write_guide
from portal.services.models import GuideOverlay, GuidePage

#: The corpus writes `zh`.
LANGUAGES = {"zh": "zh-hans", "en": "en"}
#: Not words: they move every day without a new revision.
MOVING = ("checked_days_ago", "review_in_days")


def records(today: date) -> Iterator[GuideRecord]:
    """Every guide of the demo with its dates as of `today`, without what has a page type of its own."""
    details = read("details")
    own = [*read("volunteers")["teams"], *read("notices")["notices"], *read("classes"), *read("elevators")]
    elsewhere = {row["key"] for row in own}
    for row in [*read("corpus"), *read("extra")]:
        if row["key"] not in elsewhere:
            yield record_from(row, details.get(row["key"], {}), today)


def record_from(row: Mapping[str, Any], details: Mapping[str, Any], today: date) -> GuideRecord:
    texts, hours = {}, Names()
    for short, language in LANGUAGES.items():
        rendered = render_all(row[short], today=today, language=language)
        keywords = tuple(rendered.get("keywords", ()))
        texts[language] = GuideTexts(rendered["title"], rendered["summary"], rendered["body"], keywords)
        hours[language] = render_all(row["hours"], today=today, language=language)
    return GuideRecord(
        key=row["key"],
        kind=row["type"],
        texts=texts,
        community=row["community"],
        category=row["category"],
        audiences=tuple(row["audience"]),
        channels=tuple(row["channel"]),
        hours=hours,
        updated_at=today - timedelta(days=row["updated_days_ago"]),
        popularity=row["popularity"],
        details=details,
    )


def seed_guides(*, today: date) -> None:
    lists = Lists(today=today)
    seeded = {page.key: page for page in SeededPage.objects.all()}
    written = []
    everything = list(records(today))
    with indexing_at_the_end():
        for record in tqdm(everything, desc="Guides", unit="page", disable=None):
            if needs_writing(record, seeded.get(record.key)):
                write_guide(record=record, lists=lists)
                remember(record)
                written.append(record)
    if written:
        relate_guides(records=everything)
    move_dates(everything, today)


def needs_writing(record: GuideRecord, seeded: SeededPage | None) -> bool:
    if seeded is None:
        return True
    return seeded.digest != digest_of(record) and not is_edited(seeded)


def is_edited(seeded: SeededPage) -> bool:
    """A page that was deleted counts as edited: nobody wants it back at the next start."""
    return revisions_of(seeded.key) != seeded.revisions


def digest_of(record: GuideRecord) -> str:
    words = {name: value for name, value in record.details.items() if name not in MOVING}
    shown = (record.kind, record.community, record.category, record.audiences, record.channels)
    return hashlib.sha256(repr((shown, dict(record.hours), dict(record.texts), words)).encode()).hexdigest()


def remember(record: GuideRecord) -> None:
    values = {"digest": digest_of(record), "revisions": revisions_of(record.key)}
    SeededPage.objects.update_or_create(key=record.key, defaults=values)


def revisions_of(key: str) -> dict[str, int | None]:
    return {language: page.latest_revision_id for language, page in sorted(pages_of(key).items())}


def move_dates(everything: list[GuideRecord], today: date) -> None:
    """`checked on` and `review by` are days from today: moved on pages nobody edited, in their revision as well."""
    details = {record.key: record.details for record in everything if "checked_days_ago" in record.details}
    keys = dict(PageKey.objects.filter(key__in=details).values_list("translation_key", "key"))
    pages = list(GuidePage.objects.filter(translation_key__in=keys).select_related("latest_revision", "locale"))
    seeded = {page.key: page for page in SeededPage.objects.filter(key__in=details)}
    moved, revisions = [], []
    for page in pages:
        key = keys[page.translation_key]
        if key not in seeded or seeded[key].revisions.get(page.locale.language_code) != page.latest_revision_id:
            continue
        checked = today - timedelta(days=details[key]["checked_days_ago"])
        review = today + timedelta(days=details[key]["review_in_days"])
        if (page.checked_on, page.review_by) == (checked, review):
            continue
        page.checked_on, page.review_by = checked, review
        moved.append(page)
        if revision := page.latest_revision:
            revision.content |= {"checked_on": checked.isoformat(), "review_by": review.isoformat()}
            revisions.append(revision)
    GuidePage.objects.bulk_update(moved, ["checked_on", "review_by"])
    if revisions:
        type(revisions[0]).objects.bulk_update(revisions, ["content"])


def seed_overlays() -> None:
    """What the demo's communities say of the city's guides; once, editors may change it afterwards."""
    data = read("city")
    keys = dict(PageKey.objects.values_list("key", "translation_key"))
    communities = {community.slug: community for community in Community.objects.all()}
    existing = set(GuideOverlay.objects.values_list("community_id", "guide_key"))
    for row in data["overlays"]:
        community, key = communities[row["community"]], keys[row["guide"]]
        if (community.pk, key) not in existing:
            set_overlay(community=community, guide_key=key, by=None, **overlay_values(row))
    for row in data["hidden"]:
        community, key = communities[row["community"]], keys[row["guide"]]
        if (community.pk, key) not in existing:
            hide_guide(community=community, guide_key=key, by=None)


def overlay_values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "note": names(row.get("note")),
        "phone": row.get("phone", ""),
        "hours": OpeningHours.parse(row.get("hours", "")),
        "counter": names(row.get("counter")),
    }
