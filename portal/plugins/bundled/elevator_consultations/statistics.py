"""The city's figures: where cases stand, and how long stages take."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.plugins.api import communities_with
from portal.plugins.bundled.elevator_consultations.choices import Stage
from portal.plugins.bundled.elevator_consultations.models import Case, StageMove
from portal.plugins.bundled.elevator_consultations.storing import KEY

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StageLine:
    """`days_now` is the median of how long cases have been there, `days_taken` of how long those stayed that left;
    None where there are none."""

    stage: Stage
    cases: int
    days_now: int | None
    days_taken: int | None


@dataclass(frozen=True, slots=True)
class CommunityLine:
    community: str
    cases: int
    in_use: int
    stopped: int
    longest: int


def all_cases() -> list[Case]:
    """Where the plugin is on. One query."""
    on = communities_with(KEY).order_by().values("pk")
    return list(Case.objects.filter(community__in=on).select_related("community").order_by("community_id", "pk"))


def days_in_stage(case: Case) -> int:
    return max(0, (timezone.now() - case.stage_since) // DAY)


def stage_lines(cases: Sequence[Case]) -> list[StageLine]:
    """One query, for the moves."""
    now: dict[str, list[int]] = defaultdict(list)
    for case in cases:
        now[case.stage].append(days_in_stage(case))
    taken = days_taken(cases)
    return [StageLine(stage, len(now[stage]), middle(now[stage]), middle(taken[stage])) for stage in Stage]


def days_taken(cases: Sequence[Case]) -> dict[str, list[int]]:
    """Of stages that were entered and left; when the first one began nobody has written down."""
    moves = StageMove.objects.filter(case__in=[case.pk for case in cases]).order_by("case_id", "moved_at", "pk")
    taken: dict[str, list[int]] = defaultdict(list)
    entered: dict[int, dt.datetime] = {}
    for case, before, at in moves.values_list("case_id", "before", "moved_at"):
        if case in entered:
            taken[before].append((at - entered[case]) // DAY)
        entered[case] = at
    return taken


def middle(days: Sequence[int]) -> int | None:
    return round(median(days)) if days else None


def community_lines(cases: Sequence[Case]) -> Iterator[CommunityLine]:
    by_community: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_community[str(case.community)].append(case)
    for community, own in by_community.items():
        count = Counter(case.stage for case in own)
        waiting = [days_in_stage(case) for case in own if case.stage not in (Stage.IN_USE, Stage.STOPPED)]
        yield CommunityLine(community, len(own), count[Stage.IN_USE], count[Stage.STOPPED], max(waiting, default=0))


def rows_for_file(cases: Sequence[Case]) -> Iterator[list[str]]:
    """A line a case."""
    yield [_("Community code"), _("Community"), _("Case"), _("Stage"), _("Since"), _("Days in this stage")]
    for case in cases:
        since = timezone.localdate(case.stage_since).isoformat()
        place = [case.community.code, str(case.community)]
        yield [*place, str(case), str(Stage(case.stage).label), since, str(days_in_stage(case))]
