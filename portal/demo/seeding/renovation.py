"""The demo's renovation projects. Words are written once; days move along with the calendar until staff change them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.base import ContentFile
from django.utils.timezone import make_aware
from wagtail.documents import get_document_model
from wagtail.models import ModelLogEntry

from portal.communities.models import Building, Community, Compound, Household, Stairwell
from portal.demo.models import SeededPage
from portal.demo.seeding.reading import names, read
from portal.demo.seeding.renovation_pictures import hall
from portal.home.models import PageKey
from portal.names import Names
from portal.pairs import record_translation
from portal.participation.models import HouseholdMatter
from portal.plugins.calendar import calendar_changed
from portal.renovation.actions.surveys import answer_needs, ask_households
from portal.renovation.choices import RoundOutcome
from portal.renovation.models import (
    NeedsSurvey,
    Opinion,
    RenovationIndexPage,
    RenovationProject,
    RenovationProjectPage,
    SatisfactionRound,
    StageDates,
    Wish,
    WorksNotice,
)
from portal.renovation.satisfaction import Tally

TEXTS = ("summary", "keywords", "budget", "budget_source", "contractor", "group", "contact")
PLANNED = ("planned_from", "planned_until", "began_on", "ended_on")
PER_FLOOR = 2


def seed_renovation(*, today: date) -> None:
    for row in read("renovation"):
        seeded = SeededPage.objects.filter(key=f"renovation:{row['slug']}").first()
        if seeded is None:
            write_project(row, today)
        else:
            move_days(row, today - date.fromisoformat(seeded.digest), today)


def remember(row: Mapping[str, Any], today: date) -> None:
    SeededPage.objects.update_or_create(key=f"renovation:{row['slug']}", defaults={"digest": today.isoformat()})


# Writing


def write_project(row: Mapping[str, Any], today: date) -> None:
    community = Community.objects.get(slug=row["community"])
    key = uuid5(NAMESPACE_URL, f"renovation:{row['slug']}")
    PageKey.objects.get_or_create(key=f"renovation-{row['slug']}", defaults={"translation_key": key})
    indexes = RenovationIndexPage.objects.filter(community=community).select_related("locale").order_by("pk")
    source, *targets = [add_page(row, index, key) for index in indexes]
    for target in targets:
        record_translation(source=source, target=target)
    project = RenovationProject.objects.get(key=key)
    fill_project(project, row, today)
    remember(row, today)


def add_page(row: Mapping[str, Any], index: RenovationIndexPage, key: Any) -> RenovationProjectPage:
    language = index.locale.language_code
    page = RenovationProjectPage(
        title=names(row["titles"]).in_language(language),
        slug=row["slug"],
        phone=row["phone"],
        work=[
            block(row, "work", place, "text", f"<p>{names(text).in_language(language)}</p>")
            for place, text in enumerate(row["work"])
        ],
        pictures=[
            block(row, "picture", place, "pair", picture_pair(pair, language))
            for place, pair in enumerate(row.get("pictures", ()))
        ],
        locale=index.locale,
        community=index.community,
        translation_key=key,
        live=False,
        **{name: names(row.get(name)).in_language(language) for name in TEXTS},
    )
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def block(row: Mapping[str, Any], part: str, place: int, kind: str, value: Any) -> dict[str, Any]:
    """The same id in all languages, so that each text finds its translation."""
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{row['slug']}:{part}:{place}"))}


def picture_pair(pair: Mapping[str, Any], language: str) -> dict[str, Any]:
    chosen = {name: {"image": hall(pair[name]).pk, "decorative": True, "alt_text": ""} for name in ("before", "after")}
    return {"where": names(pair["where"]).in_language(language), **chosen}


def fill_project(project: RenovationProject, row: Mapping[str, Any], today: date) -> None:
    project.compound = Compound.objects.get(community=project.community, code=row["compound"])
    buildings = list(Building.objects.filter(compound=project.compound, number__in=row.get("buildings", ())))
    project.buildings.set(buildings)
    if row.get("homes"):
        add_households(project)
    for stage, days in row["dates"].items():
        planned = {name: day(today, number) for name, number in zip(PLANNED, days, strict=True)}
        StageDates.objects.create(project=project, stage=stage, **planned)
    add_survey(project, row, today)
    for opinion in row.get("opinions", ()):
        add_opinion(project, opinion, today)
    for notice in row.get("works", ()):
        add_works(project, notice, today)
    for number, asked in enumerate(row.get("rounds", ()), start=1):
        add_round(project, asked, number, today)
    if "professional" in row:
        project.professional_on = day(today, row["professional"])
        project.professional_document = report(project)
    if row["stage"] == "done":
        tally = Tally.from_stored(row["rounds"][-1]["counts"])
        project.accepted_count, project.accepted_total = tally.count, tally.total
    project.stage = row["stage"]
    project.save()


def add_households(project: RenovationProject) -> None:
    """Two flats on each floor, where the demo knows of none yet."""
    stairwells = project.stairwells_touched().select_related("building")
    known = set(Household.objects.filter(stairwell__in=stairwells).values_list("stairwell", flat=True))
    Household.objects.bulk_create(
        Household(stairwell=stairwell, floor=floor, room=f"{floor}{number:02d}")
        for stairwell in stairwells
        if stairwell.pk not in known
        for floor, number in rooms_of(stairwell)
    )


def rooms_of(stairwell: Stairwell) -> Iterator[tuple[int, int]]:
    for floor in range(1, (stairwell.building.floors or 1) + 1):
        for number in range(1, PER_FLOOR + 1):
            yield floor, number


def add_survey(project: RenovationProject, row: Mapping[str, Any], today: date) -> None:
    given = row.get("survey")
    if not given:
        return
    survey = NeedsSurvey.objects.create(
        project=project,
        intro=names(given["intro"]),
        opens_at=moment(today, given["opens"], 9),
        closes_at=moment(today, given["closes"], 18),
        counted_at=moment(today, given["closes"], 18) if "counted" in given else None,
        households_counted=given.get("counted", 0),
        open_counted=given.get("open", 0),
    )
    wishes = []
    for order, wish in enumerate(given["wishes"]):
        sums = {name: wish[name] for name in ("outcome", "lists", "first", "weight") if name in wish}
        texts = {"names": names(wish["names"]), "outcome_note": names(wish.get("note"))}
        wishes.append(Wish.objects.create(survey=survey, order=order, **texts, **sums))
    if "answers" in given:
        project.save()
        ask_households(survey, by=None)
        homes = Household.objects.filter(stairwell__in=project.stairwells_touched()).order_by("pk")
        for household, places in zip(homes, given["answers"], strict=False):
            answer_needs(survey, [wishes[place] for place in places], household=household)


def add_opinion(project: RenovationProject, given: Mapping[str, Any], today: date) -> None:
    Opinion.objects.create(
        project=project,
        channel=given["channel"],
        people=given["people"],
        collected_on=today + timedelta(days=given["days"]),
        texts=names(given["texts"]),
        reply=names(given["reply"]),
    )


def add_works(project: RenovationProject, given: Mapping[str, Any], today: date) -> None:
    notice = WorksNotice.objects.create(
        project=project,
        titles=names(given["titles"]),
        texts=names(given["texts"]),
        severity=given["severity"],
        starts=moment(today, given["days"], given["from"]),
        ends=moment(today, given["days"], given["until"]),
        contact=names(given.get("contact")),
        phone=given.get("phone", ""),
    )
    notice.buildings.set(Building.objects.filter(compound=project.compound, number__in=given["buildings"]))


def add_round(project: RenovationProject, given: Mapping[str, Any], number: int, today: date) -> None:
    tally = Tally.from_stored(given["counts"])
    line, least = project.satisfaction_line, project.least_answers
    SatisfactionRound.objects.create(
        project=project,
        number=number,
        opens_at=moment(today, given["opens"], 9),
        closes_at=moment(today, given["closes"], 18),
        decided_at=moment(today, given["closes"], 18),
        line=line,
        least=least,
        outcome=RoundOutcome.REACHED if tally.reaches(line=line, least=least) else RoundOutcome.BELOW,
        counts=list(tally.counts),
        count=tally.count,
        total=tally.total,
        open_counts=given["open_counts"],
        to_mend=names(given.get("to_mend")),
        mend_until=day(today, given.get("mend_until")),
        mended=Names(),
    )


def report(project: RenovationProject) -> Any:
    title = f"验收报告 / Report: {project.slug}"
    file = ContentFile(title.encode(), name=f"report-{project.slug}.txt")
    return get_document_model().objects.create(title=title, file=file, collection=project.community.collection)


def day(today: date, number: int | None) -> date | None:
    return None if number is None else today + timedelta(days=number)


def moment(today: date, number: int, hour: int) -> datetime:
    return make_aware(datetime.combine(today + timedelta(days=number), time(hour)))


# Moving along


def move_days(row: Mapping[str, Any], by: timedelta, today: date) -> None:
    """All days of a project nobody has worked on, by the days that have passed since; rows are written without a save,
    so that nothing counts as changed."""
    project = RenovationProject.objects.filter(key=uuid5(NAMESPACE_URL, f"renovation:{row['slug']}")).first()
    if not by or project is None or is_worked_on(project):
        return
    shift(RenovationProject.objects.filter(pk=project.pk), by, "professional_on")
    shift(StageDates.objects.filter(project=project), by, *PLANNED)
    shift(Opinion.objects.filter(project=project), by, "collected_on")
    shift(WorksNotice.objects.filter(project=project), by, "starts", "ends")
    shift(NeedsSurvey.objects.filter(project=project), by, "opens_at", "closes_at", "counted_at")
    shift(SatisfactionRound.objects.filter(project=project), by, "opens_at", "closes_at", "decided_at", "mend_until")
    matters = NeedsSurvey.objects.filter(project=project).values("matter")
    shift(HouseholdMatter.objects.filter(pk__in=matters), by, "opens_at", "closes_at")
    works = WorksNotice.objects.filter(project=project).values_list("pk", flat=True)
    calendar_changed("renovation", [f"works-{pk}" for pk in works])
    remember(row, today)


def is_worked_on(project: RenovationProject) -> bool:
    """Whether somebody changed it, or residents answered something since."""
    parts = [project, *project.works.all(), *project.opinions.all(), *project.rounds.all()]
    parts += NeedsSurvey.objects.filter(project=project)
    return any(ModelLogEntry.objects.for_instance(part).exclude(user=None).exists() for part in parts)


def shift(rows: Any, by: timedelta, *fields: str) -> None:
    for row in list(rows):
        moved = {name: getattr(row, name) + by for name in fields if getattr(row, name) is not None}
        if moved:
            type(row).objects.filter(pk=row.pk).update(**moved)
