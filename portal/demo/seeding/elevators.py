"""The demo's elevator cases: the plugin is switched on in its communities, once, and each case lives its life by the
plugin's own actions, in the past of the demo. What is there is left alone at later starts."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.timezone import make_aware

from portal.communities.models import Community, Household, Stairwell, Venue
from portal.demo.dates import render_all
from portal.demo.models import SeededPage
from portal.demo.seeding.elevator_lives import live_through
from portal.demo.seeding.guides import LANGUAGES, is_edited
from portal.demo.seeding.reading import names, read
from portal.demo.seeding.taken_over import settle, take_over
from portal.pairs import record_translation
from portal.plugins.actions import enable_plugin, set_policy
from portal.plugins.bundled.elevator_consultations.models import Case, CaseIndexPage, CaseMeeting, CasePage
from portal.plugins.choices import Policy
from portal.plugins.models import Activation
from portal.services.importing.writing import pages_of

PLUGIN = "elevators"


def seed_elevators(*, today: date) -> None:
    switch_on()
    written = {row["key"]: row for row in read("corpus")}
    for row in read("elevators"):
        seed_case({**written.get(row["key"], {}), **row}, today)


def switch_on() -> None:
    """Once: what the city or a community decided since stays."""
    if Activation.objects.filter(plugin=PLUGIN).exists():
        return
    set_policy(PLUGIN, Policy.AVAILABLE)
    for community in Community.objects.open():
        enable_plugin(PLUGIN, community=community)


def seed_case(row: Mapping[str, Any], today: date) -> None:
    seeded = SeededPage.objects.filter(key=row["key"]).first()
    if seeded and pages_of(row["key"]) and is_edited(seeded):
        return  # somebody made the guide their own
    indexes = list(indexes_of(row["community"]))
    taken = take_over(row["key"]) if indexes else None
    if taken is None:
        return
    pages = [add_page(row, index, taken.translation_key, today) for index in indexes]
    for page in pages[1:]:
        record_translation(source=pages[0], target=page)
    settle(taken, row["key"], {page.locale.language_code: page for page in pages})
    live_through(Case.objects.get(key=taken.translation_key), row, list(homes_of(row)), today)


def indexes_of(slug: str) -> Any:
    community = Community.objects.get(slug=slug)
    on = Activation.objects.filter(plugin=PLUGIN, community=community, is_on=True).exists()
    indexes = CaseIndexPage.objects.in_community(community).select_related("locale").order_by("pk")
    return indexes if on else indexes.none()


def add_page(row: Mapping[str, Any], index: CaseIndexPage, key: Any, today: date) -> CasePage:
    language = index.locale.language_code
    short = next(short for short, code in LANGUAGES.items() if code == language)
    texts = render_all(row[short], today=today, language=language)
    page = CasePage(slug=row["slug"], locale=index.locale, translation_key=key, live=False)
    page.title, page.summary = texts["title"], texts["summary"]
    page.body = format_html("<p>{}</p>", texts["body"])
    page.keywords = ", ".join(texts.get("keywords", ()))
    page.audiences = row.get("audience", ["homeowner"])
    page.where, page.floors = names(row["where"]).in_language(language), row["floors"]
    page.contact, page.contact_phone = names(row["contact"]).in_language(language), row["phone"]
    page.meetings.set([meeting(given, number, row, today) for number, given in enumerate(row.get("meetings", ()))])
    index.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def meeting(given: Mapping[str, Any], number: int, row: Mapping[str, Any], today: date) -> CaseMeeting:
    day = today + timedelta(days=given["days"])
    starts, ends = (make_aware(datetime.combine(day, time.fromisoformat(given[name]))) for name in ("from", "until"))
    venue = Venue.objects.filter(community__slug=row["community"], code=given["venue"]).first()
    return CaseMeeting(starts_at=starts, ends_at=ends, venue=venue, sort_order=number)


def homes_of(row: Mapping[str, Any]) -> Iterator[tuple[Household, Decimal]]:
    """Stairwell by stairwell, floor by floor, with the area of each; those that are there are taken."""
    stairwells = Stairwell.objects.filter(
        building__compound__community__slug=row["community"],
        building__compound__code=row["compound"],
        building__number=row["building"],
        number__in=row["stairwells"],
    )
    for stairwell in stairwells.order_by("number"):
        for floor in range(1, row["floors"] + 1):
            for place, area in enumerate(row["areas"], start=1):
                values = {"stairwell": stairwell, "room": f"{floor}0{place}"}
                home, _is_new = Household.objects.get_or_create(**values, defaults={"floor": floor})
                yield home, Decimal(area)
