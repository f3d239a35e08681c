"""What a project's page tells besides the editor's words: how far it is, what was asked and answered, who is satisfied.

Read at once and kept by each process; nobody may change what is in it. What depends on the hour is worked out when it
is asked for.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument

from portal.communities.models import Building, Stairwell
from portal.components import Badge
from portal.keeping import PAGES, kept
from portal.renovation.choices import WAY, RoundOutcome, Stage
from portal.renovation.models.acceptance import SatisfactionRound
from portal.renovation.models.opinions import Opinion
from portal.renovation.models.project import RenovationProject, StageDates
from portal.renovation.models.survey import NeedsSurvey, Wish
from portal.renovation.ranking import Support, most_wanted
from portal.renovation.satisfaction import line_text
from portal.renovation.works_entries import WorksEntry, in_order, place_text, works_of


@dataclass(frozen=True, slots=True)
class StageStep:
    """`state` is done, now or ahead."""

    stage: Stage
    state: str
    dates: StageDates | None

    @property
    def label(self) -> str:
        return str(self.stage.label)

    @property
    def days(self) -> str:
        """When it was, or is to be."""
        if self.dates is None:
            return ""
        began, ended = self.dates.began_on, self.dates.ended_on
        planned = span_of(self.dates.planned_from, self.dates.planned_until)
        end = self.dates.planned_until
        if began and (ended or not end):
            return span_of(began, ended)
        if began and end:
            return _("since %(day)s, planned until %(end)s") % {"day": date_format(began), "end": date_format(end)}
        return _("planned: %(days)s") % {"days": planned} if planned else ""


def span_of(first: dt.date | None, last: dt.date | None) -> str:
    if first and last and first != last:
        return f"{date_format(first)} – {date_format(last)}"
    if first and not last:
        return _("since %(day)s") % {"day": date_format(first)}
    if last and not first:
        return _("until %(day)s") % {"day": date_format(last)}
    return date_format(first) if first else ""


@dataclass(frozen=True, slots=True)
class WishResult:
    """A wish with its sums; `support` is told where `support.is_shown`."""

    wish: Wish
    support: Support
    place: int


@dataclass(frozen=True, slots=True)
class ProjectStory:
    project: RenovationProject
    dates: Sequence[StageDates]
    buildings: Sequence[Building]
    stairwells: Sequence[Stairwell]
    survey: NeedsSurvey | None
    wishes: Sequence[Wish]
    opinions: Sequence[Opinion]
    rounds: Sequence[SatisfactionRound]
    document: AbstractDocument | None
    works: Sequence[WorksEntry]

    # How far it is

    @property
    def stage(self) -> Stage:
        return Stage(self.project.stage)

    @property
    def badges(self) -> list[Badge]:
        return [Badge(str(self.stage.label), self.stage.badge)]

    @property
    def steps(self) -> list[StageStep]:
        now = Stage.ACCEPTANCE if self.stage == Stage.MENDING else self.stage
        dates = {each.stage: each for each in self.dates}
        place = WAY.index(now)
        states = ["done" if number < place else "now" if number == place else "ahead" for number in range(len(WAY))]
        if self.stage == Stage.DONE:
            states[-1] = "done"
        return [StageStep(stage, state, dates.get(stage)) for stage, state in zip(WAY, states, strict=True)]

    @property
    def step_number(self) -> int:
        return WAY.index(Stage.ACCEPTANCE if self.stage == Stage.MENDING else self.stage) + 1

    @property
    def place(self) -> str:
        parts = [*in_order(self.buildings), *(f"{each.building} {each}" for each in self.stairwells)]
        return place_text(self.project.compound, parts)

    # What was asked, and what became of it

    @property
    def survey_is_open(self) -> bool:
        return self.survey is not None and self.survey.is_open

    @property
    def results(self) -> list[WishResult]:
        """The most wanted first; empty until it was counted, so that nobody can watch the sums change."""
        if self.survey is None or self.survey.counted_at is None:
            return []
        support = {wish.pk: Support(wish.lists, wish.first, wish.weight) for wish in self.wishes}
        by_pk = {wish.pk: wish for wish in self.wishes}
        order = most_wanted([wish.pk for wish in self.wishes], support)
        return [WishResult(by_pk[pk], support[pk], place) for place, pk in enumerate(order, start=1)]

    # Acceptance

    @property
    def round(self) -> SatisfactionRound | None:
        """The last one."""
        return self.rounds[-1] if self.rounds else None

    @property
    def round_is_open(self) -> bool:
        return self.round is not None and self.round.is_open

    @property
    def is_refused(self) -> bool:
        return self.round is not None and self.round.outcome == RoundOutcome.BELOW

    @property
    def line(self) -> str:
        return line_text(self.round.line if self.round else self.project.satisfaction_line)

    # Works

    @property
    def works_over(self) -> list[WorksEntry]:
        return [entry for entry in self.works if entry.is_over]

    @property
    def changes_at(self) -> list[dt.datetime]:
        """When the page says something else by itself."""
        moments = [entry.notice.ends for entry in self.works]
        for asked in (self.survey, self.round):
            moments += [asked.opens_at, asked.closes_at] if asked else []
        return [moment for moment in moments if moment > timezone.now()]


@kept(PAGES)
def story_of(project: int) -> ProjectStory:
    """At most twelve queries, however much there is of each; kept."""
    rows = RenovationProject.objects.select_related("compound", "community", "professional_document")
    row = rows.get(pk=project)
    survey = NeedsSurvey.objects.filter(project=row).select_related("matter").first()
    return ProjectStory(
        project=row,
        dates=list(StageDates.objects.filter(project=row)),
        buildings=list(row.buildings.all()),
        stairwells=list(row.stairwells.select_related("building").order_by("building__number", "number")),
        survey=survey,
        wishes=list(Wish.objects.filter(survey=survey)) if survey else [],
        opinions=list(Opinion.objects.filter(project=row, is_public=True)),
        rounds=list(SatisfactionRound.objects.filter(project=row).select_related("matter")),
        document=row.professional_document,
        works=works_of(project),
    )
