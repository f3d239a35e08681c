"""Writing what was read: known UIDs change their activity, new ones add one, the same again changes nothing."""

from enum import StrEnum

from django.db import transaction

from portal.activities.importing.mapping import Record
from portal.activities.models import ActivityCalendarPage, ActivityDateChange, ActivityPage, ImportedActivity
from portal.activities.models.calendar_page import RESERVED
from portal.communities.models import Community, Venue
from portal.romanise import slug_from


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def outcome_of(record: Record, known: ImportedActivity | None) -> Outcome:
    if known is None:
        return Outcome.CREATED
    return Outcome.UNCHANGED if known.digest == record.digest else Outcome.UPDATED


@transaction.atomic
def write_activity(*, record: Record, calendar: ActivityCalendarPage) -> Outcome:
    """An activity in the calendar's language, published. One that somebody deleted comes back when the file changes."""
    community = calendar.community
    known = ImportedActivity.objects.select_for_update().filter(community=community, uid=record.uid).first()
    outcome = outcome_of(record, known)
    if outcome is Outcome.UNCHANGED:
        return outcome
    page = activity_of(known, calendar)
    for name, value in {**fields_of(record, community), "title": record.title}.items():
        setattr(page, name, value)
    page.changes.set(
        [
            ActivityDateChange(
                sort_order=place,
                date=each.date,
                change=each.change,
                to_date=each.to_date,
                start_time=each.start_time,
                end_time=each.end_time,
            )
            for place, each in enumerate(record.changes)
        ]
    )
    if page.pk is None:
        page.slug = free_slug(record.title, calendar)
        calendar.add_child(instance=page)
    page.save_revision().publish()
    values = {"translation_key": page.translation_key, "digest": record.digest}
    ImportedActivity.objects.update_or_create(community=community, uid=record.uid, defaults=values)
    return outcome


def activity_of(known: ImportedActivity | None, calendar: ActivityCalendarPage) -> ActivityPage:
    if known is not None:
        own = ActivityPage.objects.descendant_of(calendar).filter(translation_key=known.translation_key).first()
        if own is not None:
            return own
    return ActivityPage(locale=calendar.locale, live=False)


def fields_of(record: Record, community: Community) -> dict[str, object]:
    """With the venue of the community whose name the place is."""
    values = {"every": 1, "until": None, "times": None, "rule": "", "weekdays": [], "is_free": False, **record.values}
    values["every"] = values["every"] or 1
    place = str(values["place"])
    venue = next((venue for venue in Venue.objects.filter(community=community) if place in venue.names.values()), None)
    return {**values, "venue": venue, "place": "" if venue else place}


def free_slug(title: str, calendar: ActivityCalendarPage) -> str:
    base = slug_from(title) or "activity"
    taken = set(calendar.get_children().values_list("slug", flat=True)) | set(RESERVED)
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
