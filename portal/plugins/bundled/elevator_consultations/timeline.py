"""A case's way, as residents follow it: all stages with their dates, documents and words."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from portal.plugins.api import LinkItem, Names
from portal.plugins.bundled.elevator_consultations.choices import Stage
from portal.plugins.bundled.elevator_consultations.models import Case, CaseDocument, StageMove
from portal.plugins.bundled.elevator_consultations.stage_texts import AHEAD, WHAT
from portal.plugins.bundled.elevator_consultations.stages import ORDER


@dataclass(frozen=True, slots=True)
class StageLine:
    """`state` is done, now or ahead. `since` is the day the case came there last, None before it has."""

    stage: Stage
    state: str
    since: dt.date | None
    note: Names
    documents: tuple[LinkItem, ...]

    @property
    def label(self) -> str:
        return str(self.stage.label)

    @property
    def what(self) -> str:
        return str(WHAT[self.stage])

    @property
    def ahead(self) -> str:
        """What comes next; said of the stage the case is in."""
        return str(AHEAD[self.stage]) if self.state == "now" else ""


def timeline_of(case: Case) -> list[StageLine]:
    """A stopped case stands last, behind the stages it has seen. Two queries."""
    moves = list(case.moves.all())
    documents = defaultdict(list)
    for document in case.documents.select_related("document"):
        documents[document.stage].append(document_link(document))
    last = {move.after: move for move in moves}
    now = Stage(case.stage)
    begun = moves[0].before if moves else now
    lines = ORDER if now != Stage.STOPPED else (*(stage for stage in ORDER if stage in last or stage == begun), now)
    return [line_of(stage, now, last.get(stage), tuple(documents[stage])) for stage in lines]


def line_of(stage: Stage, now: Stage, move: StageMove | None, documents: tuple[LinkItem, ...]) -> StageLine:
    state = "now" if stage == now else "done" if is_behind(stage, now) else "ahead"
    if state == "ahead":
        move = None  # the case was there and went back
    since = timezone.localdate(move.moved_at) if move else None
    return StageLine(stage, state, since, move.note if move else Names(), documents)


def is_behind(stage: Stage, now: Stage) -> bool:
    return now == Stage.STOPPED or ORDER.index(stage) < ORDER.index(now)


def document_link(document: CaseDocument) -> LinkItem:
    kind = document.get_kind_display()
    title = str(document.titles)
    return LinkItem(title, document.document.url, note=kind, icon="paper", language=document.titles.other_language)
