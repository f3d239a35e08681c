"""The demo's volunteer teams. Written once; what becomes of their pages afterwards is their editors' business."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.html import format_html_join
from django.utils.timezone import make_aware

from portal.communities.models import Community
from portal.demo.dates import render_all
from portal.demo.seeding.guides import LANGUAGES
from portal.demo.seeding.reading import names, read
from portal.demo.seeding.taken_over import TakenOver, settle, take_over
from portal.hours.schedule import OpeningHours
from portal.pairs import record_translation
from portal.volunteers.models import FieldOfWork, VolunteerTeamIndexPage, VolunteerTeamPage

#: Texts of a page in every language; other values of a team are the same in all.
TEXTS = ("meeting_place", "leader", "recruiting_note")
COPIED = ("slug", "leader_phone", "members_on_paper", "least_age", "is_recruiting")


def seed_volunteers(*, today: date) -> None:
    data = read("volunteers")
    seed_fields(data["fields"])
    for row in data["teams"]:
        seed_team(row, today)


def seed_fields(rows: list[dict[str, Any]]) -> None:
    for order, row in enumerate(rows):
        values = {"names": names(row["names"]), "icon": row["icon"], "order": order}
        FieldOfWork.objects.get_or_create(code=row["code"], defaults=values)


def seed_team(row: Mapping[str, Any], today: date) -> None:
    taken = take_over(row["key"])
    if taken is None:
        return
    written = corpus_row(row["key"]) or row
    indexes = VolunteerTeamIndexPage.objects.filter(community__slug=row["community"]).select_related("locale")
    pages = [
        add_page(row, written, index, language=index.locale.language_code, taken=taken, today=today)
        for index in indexes.order_by("pk")
    ]
    source, *targets = pages
    for target in targets:
        record_translation(source=source, target=target)
    settle(taken, row["key"], {page.locale.language_code: page for page in pages})


def corpus_row(key: str) -> Mapping[str, Any] | None:
    return next((row for row in read("corpus") if row["key"] == key), None)


def add_page(
    row: Mapping[str, Any],
    written: Mapping[str, Any],
    index: VolunteerTeamIndexPage,
    *,
    language: str,
    taken: TakenOver,
    today: date,
) -> VolunteerTeamPage:
    short = next(short for short, code in LANGUAGES.items() if code == language)
    texts = dict(render_all(written[short], today=today, language=language))
    if words := taken.words.get(language):
        texts |= {"title": words.title, "summary": words.summary}
    body = words.body if words else paragraphs(texts["body"])
    page = VolunteerTeamPage(
        title=texts["title"],
        summary=texts["summary"],
        keywords=", ".join(texts.get("keywords", ())),
        purpose=[block(row["key"], "purpose", 0, "text", body)],
        tasks=[
            block(row["key"], "task", place, "task", names(task).in_language(language))
            for place, task in enumerate(row["tasks"])
        ],
        partners=[
            block(row["key"], "partner", place, "partner", partner_value(partner, language))
            for place, partner in enumerate(row.get("partners", ()))
        ],
        meets=OpeningHours.parse(row["meets"]),
        field=FieldOfWork.objects.get(code=row["field"]),
        leader_consented_on=today if row.get("leader") else None,
        popularity=written.get("popularity", 0),
        locale=index.locale,
        community=Community.objects.get(slug=row["community"]),
        translation_key=taken.translation_key,
        live=False,
        **{name: row[name] for name in COPIED if name in row},
        **{name: names(row.get(name)).in_language(language) for name in TEXTS},
    )
    index.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    set_last_change(page, today - timedelta(days=written.get("updated_days_ago", 12)))
    return page


def set_last_change(page: VolunteerTeamPage, day: date) -> None:
    moment = make_aware(datetime.combine(day, time(12)))
    VolunteerTeamPage.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)


def paragraphs(text: str) -> str:
    return format_html_join("", "<p>{}</p>", ((part,) for part in text.split("\n") if part.strip()))


def partner_value(partner: Mapping[str, Any], language: str) -> dict[str, str]:
    return {"name": names(partner["name"]).in_language(language), "url": partner.get("url", "")}


def block(key: str, part: str, place: int, kind: str, value: Any) -> dict[str, Any]:
    """The same id in all languages, so that each text finds its translation."""
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{key}:{part}:{place}"))}
