"""What cases add to homes, menus, the calendar and the start page of staff."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.plugins.api import (
    CalendarEntry,
    Card,
    Community,
    DashboardItem,
    MenuLink,
    PluginPage,
    Role,
    communities_for,
    home_url,
    hookimpl,
    plugin_url,
)
from portal.plugins.bundled.elevator_consultations.calendar_entries import entries
from portal.plugins.bundled.elevator_consultations.choices import Outcome, Stage
from portal.plugins.bundled.elevator_consultations.models import Case, CaseIndexPage, Fault, Objection, Question
from portal.plugins.bundled.elevator_consultations.showing import SLUG, case_links
from portal.plugins.bundled.elevator_consultations.storing import KEY

ON_HOME = 3
SOON = dt.timedelta(days=3)


@hookimpl
def menu_links(request: HttpRequest, community: Community | None) -> Iterable[MenuLink]:
    if community is None:
        return []
    return [MenuLink(_("Elevators"), f"{home_url(request, community)}{SLUG}/", order=400, icon="elevator")]


@hookimpl
def home_cards(request: HttpRequest, community: Community | None) -> Iterable[Card]:
    """Cases that go on, the one that moved last first. One query."""
    if community is None:
        return []
    cases = list(Case.objects.shown_in(community).exclude(stage=Stage.STOPPED)[:ON_HOME])
    if not cases:
        return []
    context = {"cases": case_links(cases, community, request), "url": f"{home_url(request, community)}{SLUG}/"}
    return [Card("elevators", _("Elevators"), "elevator_consultations/_card.html", 400, context)]


@hookimpl
def community_opened(community: Community) -> Iterable[PluginPage]:
    titles = {"zh-hans": "加装电梯", "en": "Elevators"}
    return CaseIndexPage.add_in_every_language(community, titles=titles, slug=SLUG)


@hookimpl
def calendar_entries(communities: Any, uids: Sequence[str] | None) -> Iterable[CalendarEntry]:
    return entries(communities, uids)


@hookimpl
def dashboard_items(user: Any, communities: Any) -> Iterable[DashboardItem]:
    """Of the cases this person works on. One query."""
    mine = communities_for(user, Role.EDITOR).order_by().values("pk")
    cases = Case.objects.filter(community__in=mine).filter(community__in=communities.order_by().values("pk"))
    found = list(with_waiting(cases).select_related("community"))
    for name, label in waiting_labels().items():
        having = [case for case in found if getattr(case, name)]
        if having:
            first = having[0]
            url = plugin_url(KEY, "staff", community=first.community)
            if len(having) == 1:
                url = plugin_url(KEY, "staff_case", community=first.community, pk=first.pk)
            yield DashboardItem(label, url, sum(getattr(case, name) for case in having), order=340)


def waiting_labels() -> Mapping[str, str]:
    return {
        "unanswered": _("Objections to elevators without an answer"),
        "closing": _("Questions about elevators that close within three days"),
        "broken": _("Elevators out of order: faults not mended"),
    }


def with_waiting(cases: QuerySet[Case]) -> QuerySet[Case]:
    now = timezone.now()
    objections = Objection.objects.filter(answered_at=None).exclude(outcome=Outcome.WITHDRAWN)
    questions = Question.objects.filter(decided_at=None, opens_at__lte=now, closes_at__range=(now, now + SOON))
    return cases.annotate(
        unanswered=counted(objections), closing=counted(questions), broken=counted(Fault.objects.filter(mended_at=None))
    )


def counted(rows: QuerySet[Any]) -> Coalesce:
    """How many of them a case has."""
    of_case = rows.filter(case=OuterRef("pk")).order_by().values("case").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(of_case, output_field=IntegerField()), 0)
