"""The demo's activities. Dates relative to today move along with it until somebody edits the page."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.html import format_html

from portal.activities.models import ActivityCalendarPage, ActivityDateChange, ActivityPage
from portal.activities.storing import catch_up
from portal.communities.models import Venue
from portal.demo.dates import render_all
from portal.demo.models import SeededPage
from portal.demo.seeding.reading import names, read
from portal.home.models import PageKey
from portal.pairs import record_translation

CONDITIONS = ("not_on_holidays", "on_makeup_days", "in_term_only")
TEXTS = ("place", "organiser", "cost")


def seed_activities(*, today: dt.date) -> None:
    seeded = {page.key: page for page in SeededPage.objects.filter(key__startswith="activity-")}
    for row in read("activities"):
        known = seeded.get(row["key"])
        digest = digest_of(row, today)
        if known is None:
            write(row, today)
        elif known.digest == digest or revisions_of(row["key"]) != known.revisions:
            continue
        else:
            rewrite(row, today)
        values = {"digest": digest, "revisions": revisions_of(row["key"])}
        SeededPage.objects.update_or_create(key=row["key"], defaults=values)
    catch_up()


def digest_of(row: Mapping[str, Any], today: dt.date) -> str:
    rendered = render_all(row, today=today, language="zh-hans")
    return hashlib.sha256(repr(rendered).encode()).hexdigest()


def key_of(key: str) -> UUID:
    return uuid5(NAMESPACE_URL, key)


def pages_of(key: str) -> dict[str, ActivityPage]:
    pages = ActivityPage.objects.filter(translation_key=key_of(key)).select_related("locale").order_by("path")
    return {page.locale.language_code: page for page in pages}


def revisions_of(key: str) -> dict[str, int | None]:
    return {language: page.latest_revision_id for language, page in sorted(pages_of(key).items())}


def write(row: Mapping[str, Any], today: dt.date) -> None:
    calendars = ActivityCalendarPage.objects.filter(community__slug=row["community"]).select_related("locale")
    source, *targets = [add_page(row, calendar, today) for calendar in calendars.order_by("pk")]
    for target in targets:
        record_translation(source=source, target=target)
    PageKey.objects.get_or_create(key=row["key"], defaults={"translation_key": source.translation_key})


def add_page(row: Mapping[str, Any], calendar: ActivityCalendarPage, today: dt.date) -> ActivityPage:
    page = ActivityPage(slug=row["slug"], locale=calendar.locale, translation_key=key_of(row["key"]), live=False)
    fill(page, row, today)
    calendar.add_child(instance=page)
    page.save_revision().publish()
    return page


def rewrite(row: Mapping[str, Any], today: dt.date) -> None:
    """The pages nobody edited, with the dates of today."""
    for page in pages_of(row["key"]).values():
        fill(page, row, today)
        page.save_revision().publish()


def fill(page: ActivityPage, row: Mapping[str, Any], today: dt.date) -> None:
    language = page.locale.language_code
    texts = render_all(row[language], today=today, language=language)
    dates = render_all({name: row.get(name, "") for name in ("starts_on", "ends_on")}, today=today, language=language)
    page.title, page.summary = texts["title"], texts["summary"]
    page.keywords = ", ".join(texts.get("keywords", ()))
    page.body = format_html("<p>{}</p>", texts["body"])
    page.kind = row.get("kind", "activity")
    page.starts_on = dt.date.fromisoformat(dates["starts_on"])
    page.ends_on = dt.date.fromisoformat(dates["ends_on"]) if dates["ends_on"] else None
    if row.get("ends_next_day"):
        page.ends_on = page.starts_on + dt.timedelta(days=1)
    page.start_time, page.end_time = clock(row.get("start")), clock(row.get("end"))
    page.repeats, page.every, page.weekdays = row["repeats"], row.get("every", 1), row.get("weekdays", [])
    page.audiences, page.phone, page.is_free = row["audience"], row.get("phone", ""), row.get("is_free", True)
    page.venue = Venue.objects.filter(community__slug=row["community"], code=row.get("venue", "")).first()
    for name in CONDITIONS:
        setattr(page, name, row.get(name, False))
    for name in TEXTS:
        setattr(page, name, names(row.get(name)).in_language(language))
    changes = render_all(row.get("changes", []), today=today, language=language)
    page.changes.set([change_of(change, place) for place, change in enumerate(changes)])


def change_of(row: Mapping[str, str], place: int) -> ActivityDateChange:
    return ActivityDateChange(
        sort_order=place,
        date=dt.date.fromisoformat(row["date"]),
        change=row["change"],
        to_date=dt.date.fromisoformat(row["to_date"]) if "to_date" in row else None,
        start_time=clock(row.get("start")),
    )


def clock(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None
