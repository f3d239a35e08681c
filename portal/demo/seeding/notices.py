"""The demo's notices. Their dates move along at a later start; what somebody edited or deleted is left alone."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.html import format_html_join
from django.utils.timezone import make_aware

from portal.communities.models import Building, Compound
from portal.demo.dates import render, render_all
from portal.demo.models import SeededPage
from portal.demo.seeding.guides import LANGUAGES, is_edited
from portal.demo.seeding.reading import names, read
from portal.demo.seeding.scenes import plan, scene
from portal.demo.seeding.taken_over import TakenOver, settle, take_over
from portal.home.models import PageKey
from portal.notices.choices import NoticeKind
from portal.notices.models import NoticeBuilding, NoticeCompound, NoticeIndexPage, NoticePage
from portal.pairs import record_translation
from portal.services.importing.writing import pages_of

#: Texts of a page in every language besides title, summary and body.
TEXTS = ("concerns", "objections_to")


def seed_notices(*, today: date) -> None:
    written = {row["key"]: row for name in ("corpus", "extra") for row in read(name)}
    for row in read("notices")["notices"]:
        seed_notice({**written.get(row["key"], {}), **row}, today)


def keys_of_notices() -> set[str]:
    """Of pages that were guides in an earlier demo."""
    return {row["key"] for row in read("notices")["notices"]}


def seed_notice(row: Mapping[str, Any], today: date) -> None:
    seeded = SeededPage.objects.filter(key=row["key"]).first()
    notices = notices_of(row["key"])
    if notices:
        if seeded and seeded.digest != digest_of(row, today) and seeded.revisions == revisions_of(notices):
            fill_pages(row, notices, today)
        return
    if not NoticeIndexPage.objects.filter(community__slug=row["community"]).exists():
        return
    if seeded and pages_of(row["key"]) and is_edited(seeded):
        return  # a guide that somebody made their own stays one
    taken = take_over(row["key"])
    if taken is not None:
        add_pages(row, taken, today)


def notices_of(key: str) -> list[NoticePage]:
    """The source first, as the indexes were made."""
    found = NoticePage.objects.filter(translation_key=key_of(key)).select_related("locale", "community")
    return list(found.order_by("pk"))


def key_of(key: str) -> Any:
    return PageKey.objects.filter(key=key).values_list("translation_key", flat=True).first()


def digest_of(row: Mapping[str, Any], today: date) -> str:
    shown = [render_all(dict(row), today=today, language=language) for language in LANGUAGES.values()]
    return hashlib.sha256(repr((shown, period_of(row, today))).encode()).hexdigest()


def revisions_of(notices: list[NoticePage]) -> dict[str, int | None]:
    return {notice.language_code: notice.latest_revision_id for notice in notices}


def add_pages(row: Mapping[str, Any], taken: TakenOver, today: date) -> None:
    indexes = NoticeIndexPage.objects.filter(community__slug=row["community"]).select_related("locale", "community")
    notices: list[NoticePage] = []
    for index in indexes.order_by("pk"):
        notice = NoticePage(
            slug=row["slug"],
            locale=index.locale,
            community=index.community,
            translation_key=taken.translation_key,
            live=False,
        )
        set_values(notice, row, today)
        index.add_child(instance=notice)
        notices.append(notice)
    publish(row, notices, today)
    settle(taken, row["key"], {notice.language_code: notice for notice in notices})
    SeededPage.objects.filter(key=row["key"]).update(digest=digest_of(row, today))


def fill_pages(row: Mapping[str, Any], notices: list[NoticePage], today: date) -> None:
    for notice in notices:
        set_values(notice, row, today)
        notice.save()
    publish(row, notices, today)
    values = {"digest": digest_of(row, today), "revisions": revisions_of(notices)}
    SeededPage.objects.filter(key=row["key"]).update(**values)


def publish(row: Mapping[str, Any], notices: list[NoticePage], today: date) -> None:
    """As if it had been published the day the row says; one whose period is over was taken down since."""
    moment = make_aware(datetime.combine(today - timedelta(days=row.get("updated_days_ago", 3)), time(12)))
    for notice in notices:
        notice.save_revision().publish()
        notice.refresh_from_db()
        if notice.is_over:
            notice.unpublish(set_expired=True)
        NoticePage.objects.filter(pk=notice.pk).update(first_published_at=moment, last_published_at=moment)
    source, *targets = notices
    for target in targets:
        record_translation(source=source, target=target)


def set_values(notice: NoticePage, row: Mapping[str, Any], today: date) -> None:
    language = notice.locale.language_code
    short = next(short for short, code in LANGUAGES.items() if code == language)
    texts = render_all(row[short], today=today, language=language)
    notice.title, notice.summary = texts["title"], texts["summary"]
    notice.body = format_html_join("", "<p>{}</p>", ((part,) for part in texts["body"].split("\n") if part.strip()))
    notice.keywords = ", ".join(texts.get("keywords", ()))
    notice.kind = row.get("kind", NoticeKind.NOTICE)
    notice.period_from, notice.period_until = period_of(row, today)
    notice.takes_place_from, notice.takes_place_until = times_of(row, today)
    notice.objections_phone = row.get("objections_phone", "")
    for name in TEXTS:
        setattr(notice, name, names(row.get(name)).in_language(language))
    notice.pictures = list(pictures_of(row, notice, language))
    notice.attachments = list(files_of(row, notice, language))
    notice.compound_rows.set([NoticeCompound(compound=compound) for compound in compounds_of(row)])
    notice.building_rows.set([NoticeBuilding(building=building) for building in buildings_of(row)])


def period_of(row: Mapping[str, Any], today: date) -> tuple[date | None, date | None]:
    if "days" not in row:
        return None, None
    first, last = row["days"]
    return today + timedelta(days=first), today + timedelta(days=last)


def times_of(row: Mapping[str, Any], today: date) -> tuple[datetime | None, datetime | None]:
    if "times" not in row:
        return None, None
    begins, ends = (
        make_aware(datetime.fromisoformat(render(row["times"][name], today=today, language="en")))
        for name in ("from", "until")
    )
    return begins, ends


def pictures_of(row: Mapping[str, Any], notice: NoticePage, language: str) -> Iterator[dict[str, Any]]:
    for place, drawn in enumerate(row.get("scenes", ())):
        alt = names(drawn["alt"]).in_language(language)
        image = scene(drawn["seed"], names(drawn["alt"]).in_language("zh-hans"), notice.community.collection)
        yield block(row, "picture", place, {"image": image.pk, "decorative": False, "alt_text": alt})


def files_of(row: Mapping[str, Any], notice: NoticePage, language: str) -> Iterator[dict[str, Any]]:
    """One file for both languages, titled in both: a drawing has no words."""
    if "plan" in row:
        title = " / ".join(names(row["plan"]).values())
        yield block(row, "document", 0, plan(title, notice.community.collection).pk)


def compounds_of(row: Mapping[str, Any]) -> list[Compound]:
    return list(Compound.objects.filter(community__slug=row["community"], code__in=row.get("compounds", ())))


def buildings_of(row: Mapping[str, Any]) -> list[Building]:
    return [
        building
        for code, numbers in row.get("buildings", {}).items()
        for building in Building.objects.filter(
            compound__community__slug=row["community"], compound__code=code, number__in=numbers
        )
    ]


def block(row: Mapping[str, Any], kind: str, place: int, value: Any) -> dict[str, Any]:
    """The same id in all languages, so that each text finds its translation."""
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{row['key']}:{kind}:{place}"))}
