"""The life of a case of the demo, by the plugin's own actions at the days it was: register, survey, design, consent,
notice, objections, construction, faults. Its chain holds and can be checked, as anybody's."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.timezone import make_aware

from portal.communities.models import Household
from portal.demo.seeding.clock import clock_at
from portal.demo.seeding.reading import names
from portal.demo.seeding.scenes import plan as drawing
from portal.names import Names
from portal.plugins.bundled.elevator_consultations.answering import answer_by_code
from portal.plugins.bundled.elevator_consultations.answering_objections import answer_objection
from portal.plugins.bundled.elevator_consultations.asking import decide_question, open_question
from portal.plugins.bundled.elevator_consultations.case_documents import Source, attach_document
from portal.plugins.bundled.elevator_consultations.choices import (
    DocumentKind,
    Outcome,
    QuestionKind,
    SharedBy,
    Stage,
    Voice,
)
from portal.plugins.bundled.elevator_consultations.faults import mend, report_fault, see_to
from portal.plugins.bundled.elevator_consultations.models import Case, CostPlan, Fault, Objection, Question
from portal.plugins.bundled.elevator_consultations.moving import move_case
from portal.plugins.bundled.elevator_consultations.objecting import raise_objection
from portal.plugins.bundled.elevator_consultations.posting import post_notice
from portal.plugins.bundled.elevator_consultations.registering import add_unit
from portal.plugins.bundled.elevator_consultations.results import show_participation
from portal.plugins.bundled.elevator_consultations.rule_sets import default_rules
from portal.plugins.bundled.elevator_consultations.settings_form import USUAL, read_coefficients

VOICES = {"a": Voice.AGREE, "o": Voice.OBJECT, "b": Voice.ABSTAIN}
Homes = Sequence[tuple[Household, Decimal]]


def live_through(case: Case, row: Mapping[str, Any], homes: Homes, today: date) -> None:
    """As far as the row goes."""
    days = Days(today)
    with clock_at(days.at(row["survey"]["opens"] - 1)):
        Case.objects.filter(pk=case.pk).update(stage_since=days.at(row["survey"]["opens"] - 1))
        for household, area in homes:
            add_unit(case, household, by=None, why="", area=area)
        add_plans(case, row["plans"])
    ask(case, QuestionKind.SURVEY, row["survey"], homes, days)
    if "design" in row:
        design(case, row["design"], days)
        ask(case, QuestionKind.CONSENT, row["consent"], homes, days)
    if "notice" in row:
        post(case, row["notice"], homes, days)
    for stage, day in row.get("rest", {}).items():
        go_on(case, Stage(stage), day, row["papers"], days)
    for given in row.get("faults", ()):
        break_and_mend(case, given, days)


class Days:
    """Moments of the demo's past and future, counted from the day it is seeded."""

    def __init__(self, today: date) -> None:
        self.today = today

    def day(self, number: int) -> date:
        return self.today + timedelta(days=number)

    def at(self, number: int, hour: float = 10) -> datetime:
        return make_aware(datetime.combine(self.day(number), time())) + timedelta(hours=hour)


def add_plans(case: Case, plans: Sequence[Mapping[str, Any]]) -> None:
    coefficients = {str(floor): str(value) for floor, value in read_coefficients(USUAL).items()}
    for given in plans:
        CostPlan.objects.create(
            case=case,
            names=names(given["names"]),
            total=given["total"] * 100,
            subsidies=given["subsidies"] * 100,
            subsidies_note=names(given.get("subsidies_note")),
            shared_by=given.get("shared_by", SharedBy.FLOOR),
            coefficients=coefficients,
            is_chosen=given.get("chosen", False),
        )


def ask(case: Case, kind: QuestionKind, given: Mapping[str, Any], homes: Homes, days: Days) -> None:
    """The demo's city lets owners consent by their letter's code. What is over is counted."""
    rules = default_rules()
    rules.allows_electronic = True
    with clock_at(days.at(given["opens"], 8)):
        question = open_question(
            case,
            kind=kind,
            texts=names(given["texts"]),
            opens_at=days.at(given["opens"], 9),
            closes_at=days.at(given["closes"], 20),
            rules=rules,
            by=None,
        )
    with clock_at(days.at(given["opens"] + 1)):
        answer_all(question, given, homes)
    if given["closes"] < 0:
        with clock_at(days.at(given["closes"], 20)):
            decide_question(question, by=None)
    else:
        with clock_at(days.at(0, 0.5)):
            show_participation(question)


def answer_all(question: Question, given: Mapping[str, Any], homes: Homes) -> None:
    points = given.get("points", {})
    for place, (sign, (household, _area)) in enumerate(zip(given["answers"], homes, strict=True)):
        if sign in VOICES:
            answer_by_code(question, household, VOICES[sign], points.get(place, ""))


def design(case: Case, given: Mapping[str, Any], days: Days) -> None:
    drawn, decided = given["days"]
    with clock_at(days.at(drawn)):
        move_case(case, Stage.DESIGN, by=None)
        for titles in given["drawings"]:
            attach(case, Stage.DESIGN, DocumentKind.DRAWING, names(titles))
    with clock_at(days.at(decided)):
        move_case(case, Stage.CONSENT, by=None)


def attach(case: Case, stage: Stage, kind: DocumentKind, titles: Names) -> None:
    document = drawing(f"{case}: {titles}", case.community.collection)
    attach_document(case, Source(chosen=document), stage=stage, kind=kind, titles=titles, by=None)  # type: ignore[arg-type]  # nobody of the demo's people


def post(case: Case, given: Mapping[str, Any], homes: Homes, days: Days) -> None:
    first, last = given["first"], given["last"]
    with clock_at(days.at(first, 8)):
        move_case(case, Stage.NOTICE, by=None)
        post_notice(case, texts=names(given["texts"]), first_day=days.day(first), last_day=days.day(last), by=None)
    for each in given["objections"]:
        household, _area = homes[each["unit"]]
        with clock_at(days.at(each["days"])):
            objection = raise_objection(case, household=household, text=each["text"])
            Objection.objects.filter(pk=objection.pk).update(raised_at=timezone.now())
        with clock_at(days.at(each["answered"])):
            answer_objection(
                objection,
                topic=names(each["topic"]),
                answers=names(each["answers"]),
                outcome=Outcome(each["outcome"]),
                by=None,  # type: ignore[arg-type]  # likewise
            )


def go_on(case: Case, stage: Stage, day: int, papers: Mapping[str, Any], days: Days) -> None:
    """To a later stage; its papers come in while it lasts."""
    with clock_at(days.at(day)):
        move_case(case, stage, by=None)
        if stage in papers:
            kind, titles = papers[stage]
            attach(case, stage, DocumentKind(kind), names(titles))


def break_and_mend(case: Case, given: Mapping[str, Any], days: Days) -> None:
    with clock_at(days.at(given["days"], given["from"])):
        fault = report_fault(case, given["what"], once=uuid4())
    with clock_at(days.at(given["days"], given["from"] + given["seen"])):
        see_to(fault, by=None)
    with clock_at(days.at(given["days"], given["from"] + given["mended"])):
        mend(fault, by=None)
    Fault.objects.filter(pk=fault.pk).update(notes=names(given["notes"]))
