"""The demo's classes: the plugin is switched on in its communities, once, and classes of the corpus become its pages.
Their terms move along at a later start; what somebody edited or deleted is left alone."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.html import format_html
from django.utils.timezone import make_aware

from portal.communities.models import Community, Venue
from portal.demo.dates import render_all
from portal.demo.models import SeededPage
from portal.demo.seeding.attendance import seed_attendance
from portal.demo.seeding.guides import LANGUAGES, is_edited
from portal.demo.seeding.reading import names, read
from portal.demo.seeding.taken_over import settle, take_over
from portal.home.models import PageKey
from portal.pairs import record_translation
from portal.participation.actions import hand_in
from portal.participation.consents import GivenConsent
from portal.participation.notices import current_notice
from portal.plugins.actions import enable_plugin, set_policy
from portal.plugins.bundled.class_signups.choices import LateAfter, Phase
from portal.plugins.bundled.class_signups.messages import GUARDIAN, NEEDS, PERSON
from portal.plugins.bundled.class_signups.models import (
    ClassChild,
    ClassCourse,
    ClassIndexPage,
    ClassPage,
    ClassSignUp,
)
from portal.plugins.choices import Policy
from portal.plugins.models import Activation
from portal.services.importing.writing import pages_of

PLUGIN = "classes"
COPIED = ("capacity", "minimum", "age_from", "age_to", "weekdays")
TEXTS = ("place", "teacher", "fee_note", "bring")


def seed_classes(*, today: date) -> None:
    switch_on()
    written = {row["key"]: row for name in ("corpus", "extra") for row in read(name)}
    for row in read("classes"):
        seed_class({**written[row["key"]], **row}, today)
    if not ClassSignUp.objects.exists():
        for row in read("class_families"):
            seed_family(row, today)
        seed_attendance()


def switch_on() -> None:
    """Once: what the city or a community decided since stays."""
    if Activation.objects.filter(plugin=PLUGIN).exists():
        return
    set_policy(PLUGIN, Policy.AVAILABLE)
    for community in Community.objects.open():
        enable_plugin(PLUGIN, community=community)


def seed_class(row: Mapping[str, Any], today: date) -> None:
    seeded = SeededPage.objects.filter(key=row["key"]).first()
    pages, indexes = classes_of(row["key"]), list(indexes_of(row["community"]))
    if not indexes:
        return  # the plugin is off there
    if pages:
        if seeded and seeded.digest != digest_of(row, today) and seeded.revisions == revisions_of(pages):
            publish(row, pages, today)
        return
    if seeded and pages_of(row["key"]) and is_edited(seeded):
        return  # somebody made the guide their own
    taken = take_over(row["key"])
    if taken is None:
        return
    for index in indexes:
        page = ClassPage(slug=row["slug"], locale=index.locale, translation_key=taken.translation_key, live=False)
        fill(page, row, today)
        pages.append(index.add_child(instance=page))
    publish(row, pages, today)
    settle(taken, row["key"], {page.locale.language_code: page for page in pages})
    SeededPage.objects.filter(key=row["key"]).update(digest=digest_of(row, today))


def indexes_of(slug: str) -> Any:
    community = Community.objects.get(slug=slug)
    on = Activation.objects.filter(plugin=PLUGIN, community=community, is_on=True).exists()
    indexes = ClassIndexPage.objects.in_community(community).select_related("locale").order_by("pk")
    return indexes if on else indexes.none()


def classes_of(key: str) -> list[ClassPage]:
    """The source first, as the lists were made."""
    known = PageKey.objects.filter(key=key).values("translation_key")
    return list(ClassPage.objects.filter(translation_key__in=known).select_related("locale").order_by("pk"))


def digest_of(row: Mapping[str, Any], today: date) -> str:
    shown = [render_all(dict(row), today=today, language=language) for language in LANGUAGES.values()]
    return hashlib.sha256(repr((shown, day_of(row["first"], today))).encode()).hexdigest()


def revisions_of(pages: list[ClassPage]) -> dict[str, int | None]:
    return {page.locale.language_code: page.latest_revision_id for page in pages}


def publish(row: Mapping[str, Any], pages: list[ClassPage], today: date) -> None:
    for page in pages:
        fill(page, row, today)
        page.save_revision().publish()
    for page in pages:
        page.refresh_from_db()
    for page in pages[1:]:
        record_translation(source=pages[0], target=page)
    values = {"digest": digest_of(row, today), "revisions": revisions_of(pages)}
    SeededPage.objects.filter(key=row["key"]).update(**values)


def fill(page: ClassPage, row: Mapping[str, Any], today: date) -> None:
    language = page.locale.language_code
    short = next(short for short, code in LANGUAGES.items() if code == language)
    texts = render_all(row[short], today=today, language=language)
    page.title, page.summary = texts["title"], texts["summary"]
    page.body = format_html("<p>{}</p>", texts["body"])
    page.keywords = ", ".join(texts.get("keywords", ()))
    page.category, page.audiences = row["category"], row["audience"]
    page.starts_on, page.until = day_of(row["first"], today), day_of(row["last"], today)
    page.start_time, page.end_time = time.fromisoformat(clock(row["start"])), time.fromisoformat(clock(row["end"]))
    page.repeats, page.not_on_holidays = "weekly", row.get("not_on_holidays", False)
    page.is_care_group, page.late_after = row.get("is_care_group", False), row.get("late_after", LateAfter.FIFTEEN)
    page.sign_up_for, page.is_free = row["sign_up_for"], row.get("is_free", True)
    page.contact_phone = row.get("phone", "")
    page.venue = Venue.objects.filter(community__slug=row["community"], code=row.get("venue", "")).first()
    page.opens_at, page.closes_at = moment_of(row.get("opens"), today), moment_of(row.get("closes"), today)
    for name in COPIED:
        setattr(page, name, row.get(name))
    for name in TEXTS:
        setattr(page, name, names(row.get(name)).in_language(language))


def clock(text: str) -> str:
    return text.zfill(5)


def day_of(days: int, today: date) -> date:
    return today + timedelta(days=days)


def moment_of(days: int | None, today: date) -> datetime | None:
    """Nine in the morning."""
    return None if days is None else make_aware(datetime.combine(day_of(days, today), time(9)))


def seed_family(row: Mapping[str, Any], today: date) -> None:
    """Signs up as anybody would, once: some have a place, some wait."""
    known = PageKey.objects.filter(key=row["class"]).values("translation_key")
    course = ClassCourse.objects.filter(key__in=known).select_related("community").first()
    if course is None or course.phase() not in (Phase.OPEN, Phase.FULL):
        return
    entry = ClassSignUp(course=course, community=course.community, name=row["name"], phone=row["phone"])
    entry.needs = names(row.get("needs")).in_language("zh-hans")
    entry.collectors, entry.may_go_alone = "\n".join(row.get("collectors", ())), row.get("may_go_alone", False)
    entry.language = "en" if row["name"].isascii() else "zh-hans"
    entry.new_children = tuple(
        ClassChild(name=child["name"], born=today - timedelta(days=round(365.25 * child["age"]) + 60))
        for child in row["children"]
    )
    asked = [GUARDIAN if course.is_for_children else PERSON, *([NEEDS] if entry.needs else [])]
    guardian = row["name"] if course.is_for_children else ""
    hand_in(entry, consents=[GivenConsent(current_notice(key), guardian) for key in asked])
