"""The case file for the authority: sheets of plain text, the same for the workbook and for print. What households said
stands in it as sums; objections without whose they are."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.plugins.api import Fact, Names
from portal.plugins.bundled.elevator_consultations.choices import (
    AreaSource,
    DocumentKind,
    Outcome,
    QuestionKind,
    Stage,
)
from portal.plugins.bundled.elevator_consultations.cost_figures import PlanFigures, figures_of
from portal.plugins.bundled.elevator_consultations.cost_wording import table_of
from portal.plugins.bundled.elevator_consultations.doors import door_of
from portal.plugins.bundled.elevator_consultations.models import Case, Question

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first of `rows` has the headings."""

    title: str
    rows: tuple[Row, ...]
    #: More than a page is wide: printed line by line.
    is_wide: bool = False

    @property
    def headers(self) -> Row:
        return self.rows[0]

    @property
    def body(self) -> tuple[Row, ...]:
        return self.rows[1:]

    @property
    def lines(self) -> list[list[Fact]]:
        """A row each, with what stands in it."""
        return [[Fact(*pair) for pair in zip(self.headers, row, strict=True) if pair[1]] for row in self.body]


def sheets_of(case: Case) -> list[Sheet]:
    """Eight queries, however many units there are."""
    return [
        Sheet(_("Case"), tuple(about(case))),
        Sheet(pgettext("elevator case", "Register"), tuple(register(case))),
        Sheet(_("Questions and sums"), tuple(questions(case)), is_wide=True),
        Sheet(_("Costs"), tuple(costs(figures_of(case)))),
        Sheet(_("Public notices"), tuple(notices(case)), is_wide=True),
        Sheet(_("Objections"), tuple(objections(case)), is_wide=True),
        Sheet(_("Stages"), tuple(stages(case))),
        Sheet(pgettext("elevator case", "Documents"), tuple(documents(case))),
    ]


def about(case: Case) -> Iterator[Row]:
    yield pgettext("elevator case", "What"), _("Value")
    yield _("Case"), str(case)
    yield _("Community"), str(case.community)
    yield _("Stage"), str(Stage(case.stage).label)
    yield _("Since"), moment(case.stage_since)
    if case.stop_reason:
        yield _("Why it is stopped"), str(Names(case.stop_reason))
    yield _("Rows of the chain"), str(case.chain_length)
    yield _("Head of the chain (SHA-256)"), case.chain_head
    yield _("File made at"), moment(timezone.now())


def register(case: Case) -> Iterator[Row]:
    """No names are in it. What no longer counts stands there, too, saying why."""
    yield (
        _("Unit"),
        pgettext("of a unit", "Floor"),
        _("Area, m²"),
        _("Source of the area"),
        _("Owner’s mark"),
        _("Unsold or not handed over"),
        _("No longer counted"),
    )
    for unit in case.units.select_related("household__stairwell__building__compound"):
        removed = f"{moment(unit.removed_at)}: {unit.removed_why}" if unit.removed_at else ""
        yield (
            door_of(unit.household),
            "" if unit.household.floor is None else str(unit.household.floor),
            str(unit.area),
            str(AreaSource(unit.area_source).label),
            "" if unit.owner_mark is None else str(unit.owner_mark),
            _("yes") if unit.is_undelivered else "",
            removed,
        )


def questions(case: Case) -> Iterator[Row]:
    yield (
        _("Kind"),
        pgettext("elevator case", "Question"),
        pgettext("elevator case", "Open"),
        _("Counted at"),
        _("All: number, m²"),
        _("Took part: number, m²"),
        _("Agree: number, m²"),
        _("Object: number, m²"),
        _("Abstain: number, m²"),
        _("Needed"),
        _("Reached"),
        _("Legal basis"),
    )
    for each in case.questions.all():
        sums = [sum_text(each, name) for name in ("whole", "part", "agree", "object", "abstain")]
        yield (
            str(QuestionKind(each.kind).label),
            str(Names(each.texts)),
            f"{moment(each.opens_at)} – {moment(each.closes_at)}",
            moment(each.decided_at) if each.decided_at else _("not yet"),
            *sums,
            f"{each.part_needed} · {each.consent_needed}",
            reached(each),
            str(Names(each.legal_basis)),
        )


def sum_text(question: Question, name: str) -> str:
    value = question.result.get(name)
    return f"{value['number']} · {value['area']}" if value else ""


def reached(question: Question) -> str:
    if not question.decided_at:
        return ""
    return _("yes") if question.result.get("is_met") else _("no")


def costs(figures: list[PlanFigures]) -> Iterable[Row]:
    table = table_of(figures)
    return (table.headers, *table.rows) if table else [(_("There is no cost plan yet"),)]


def notices(case: Case) -> Iterator[Row]:
    yield _("Number"), _("First day"), _("Last day"), _("Replaced"), _("SHA-256"), _("Head of the chain (SHA-256)")
    for each in case.notices.all():
        replaced = moment(each.replaced_at) if each.replaced_at else ""
        days = each.first_day.isoformat(), each.last_day.isoformat()
        yield str(each.number), *days, replaced, each.digest, each.chain_head


def objections(case: Case) -> Iterator[Row]:
    """Neither whose they are nor their own words."""
    yield (
        _("Number"),
        pgettext("elevator case", "About"),
        _("Raised at"),
        _("Answered at"),
        pgettext("elevator case", "Answer"),
        _("Outcome"),
        _("Since"),
    )
    for each in case.objections.defer("text"):
        yield (
            str(each.number),
            str(Names(each.topic)),
            moment(each.raised_at),
            moment(each.answered_at) if each.answered_at else _("not yet"),
            str(Names(each.answers)),
            str(Outcome(each.outcome).label),
            moment(each.settled_at) if each.settled_at else "",
        )


def stages(case: Case) -> Iterator[Row]:
    yield _("When"), pgettext("stage", "From"), pgettext("stage", "To"), _("Note")
    for move in case.moves.all():
        labels = str(Stage(move.before).label), str(Stage(move.after).label)
        yield moment(move.moved_at), *labels, str(Names(move.note))


def documents(case: Case) -> Iterator[Row]:
    yield _("Stage"), _("Kind"), _("Title"), _("File"), _("Added at")
    for each in case.documents.select_related("document"):
        yield (
            str(Stage(each.stage).label),
            str(DocumentKind(each.kind).label),
            str(Names(each.titles)),
            each.document.filename,
            moment(each.added_at),
        )


def moment(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
