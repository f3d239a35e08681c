"""Renovation projects as published pages, with what hangs on them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Locale

from portal.communities.models import Building, Community, Household
from portal.names import Names
from portal.plugins.testing.kept import kept
from portal.renovation.actions.acceptance import answer_satisfaction, ask_satisfaction
from portal.renovation.actions.surveys import ask_households
from portal.renovation.choices import Stage
from portal.renovation.models import (
    NeedsSurvey,
    RenovationIndexPage,
    RenovationProject,
    RenovationProjectPage,
    SatisfactionRound,
    Wish,
    WorksNotice,
)
from tests.factories.households import make_stairwell

WISHES = ("pipes", "bench", "lamp", "bicycles")
ROOMS = tuple(f"{floor}0{door}" for floor in range(1, 7) for door in (1, 2))


def named(text: str) -> Names:
    return Names({"zh-hans": f"{text}（中）", "en": text})


def renovation_index(community: Community | None, language: str = "zh-hans") -> RenovationIndexPage:
    return RenovationIndexPage.objects.get(community=community, locale__language_code=language)


@kept
def make_project_page(
    slug: str = "pipes", *, community: Community, language: str = "zh-hans", **values: Any
) -> RenovationProjectPage:
    """A live project with one revision that was published."""
    values.setdefault("title", f"{slug} {language}")
    values.setdefault("summary", f"{slug} summary {language}")
    page = RenovationProjectPage(slug=slug, locale=Locale.objects.get(language_code=language), live=False, **values)
    renovation_index(community, language).add_child(instance=page)
    page.save_revision().publish()
    return RenovationProjectPage.objects.get(pk=page.pk)


@kept
def make_project_pair(slug: str = "pipes", **values: Any) -> RenovationProject:
    """The same project in Chinese and English; gives the row behind both."""
    chinese = make_project_page(slug, **values)
    make_project_page(slug, language="en", translation_key=chinese.translation_key, **values)
    return RenovationProject.objects.get(key=chinese.translation_key)


@kept
def make_project_row(community: Community, names: Names, works: Names) -> RenovationProject:
    """Without a page yet, and a works notice of it."""
    project = RenovationProject.objects.create(community=community, key=uuid4(), slug="row", names=names)
    make_works(project, titles=works)
    return project


def make_home(project: RenovationProject, rooms: Sequence[str] = ROOMS, number: str = "3") -> list[Household]:
    """A building of the project's, with one stairwell and its households."""
    stairwell = make_stairwell(project.community, rooms, building__number=number)
    project.buildings.add(stairwell.building)
    return list(Household.objects.filter(stairwell=stairwell).order_by("room"))


@kept
def make_works(project: RenovationProject, *, buildings: Sequence[Building] = (), **values: Any) -> WorksNotice:
    """Water off tomorrow from nine to noon."""
    tomorrow = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    values = {"titles": named("Water off"), "starts": tomorrow, "ends": tomorrow + dt.timedelta(hours=3)} | values
    notice = WorksNotice.objects.create(project=project, **values)
    notice.buildings.set(buildings)
    return notice


@kept
def make_survey(project: RenovationProject, wishes: Sequence[str] = WISHES, **values: Any) -> NeedsSurvey:
    """Open since yesterday, for a month; households are asked."""
    now = timezone.now()
    values = {"opens_at": now - dt.timedelta(days=1), "closes_at": now + dt.timedelta(days=30)} | values
    survey = NeedsSurvey.objects.create(project=project, **values)
    for order, wish in enumerate(wishes):
        Wish.objects.create(survey=survey, names=named(wish), order=order)
    return ask_households(survey, by=None)


def wishes_of(survey: NeedsSurvey, *names: str) -> list[Wish]:
    by_name = {wish.names["en"]: wish for wish in Wish.objects.filter(survey=survey)}
    return [by_name[name] for name in names]


def at_stage(project: RenovationProject, stage: Stage) -> RenovationProject:
    """Put there, whatever lies between."""
    RenovationProject.objects.filter(pk=project.pk).update(stage=stage)
    return RenovationProject.objects.get(pk=project.pk)


def with_document(project: RenovationProject) -> RenovationProject:
    """Accepted by experts."""
    collection = project.community.collection
    document = get_document_model().objects.create(
        title="验收报告", file=ContentFile(b"x", name="report.txt"), collection=collection
    )
    project.professional_on, project.professional_document = dt.date(2026, 11, 20), document
    project.save()
    return project


def make_round(project: RenovationProject, **values: Any) -> SatisfactionRound:
    values.setdefault("closes_at", timezone.now() + dt.timedelta(days=14))
    return ask_satisfaction(project, by=None, **values)


def rate(asked: SatisfactionRound, households: Sequence[Household], ratings: Sequence[int]) -> None:
    for household, rating in zip(households, ratings, strict=True):
        answer_satisfaction(asked, household=household, rating=rating)
