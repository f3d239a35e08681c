"""Admin: what an announcement of holidays or terms did to the dates of activities."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.admin.ui.components import Component

from portal.activities.choices import Effect
from portal.activities.models import ActivityPage, DayEffect
from portal.activities.receivers import OWNER
from portal.activities.wanted import shown_owners
from portal.communities.choices import Role
from portal.communities.rules import communities_for
from portal.timetables.wording import day_text

SHOWN = 10


@dataclass(frozen=True, slots=True)
class ChangedSeries:
    title: str
    community: str
    page_id: int | None
    effects: Sequence[str]


class DayEffectsPanel(Component):
    """Dates to come that were dropped or added in the person's communities; empty when there are none."""

    name = "calendar_day_effects"
    template_name = "activities/admin/day_effects_panel.html"
    order = 160

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"changed": changed_series_for(parent_context["request"].user)}


def changed_series_for(user: User) -> list[ChangedSeries]:
    """Two queries, and one for each community with plugins that have dates."""
    communities = communities_for(user, Role.CONTRIBUTOR)
    rows = DayEffect.objects.filter(
        day__gte=timezone.localdate(), series__community__in=communities.order_by().values("pk")
    ).select_related("series__community")
    by_series: dict[int, list[DayEffect]] = {}
    on: dict[int, Sequence[str]] = {}
    for row in rows.order_by("series__community", "series", "day"):
        community = row.series.community
        if community.pk not in on:
            on[community.pk] = shown_owners(community)
        if row.series.owner in on[community.pk]:
            by_series.setdefault(row.series_id, []).append(row)
    own = [rows[0].series.uid for rows in by_series.values() if rows[0].series.owner == OWNER]
    pages: dict[str, int] = {}
    for key, pk in (
        ActivityPage.objects.filter(translation_key__in=own).order_by("-path").values_list("translation_key", "pk")
    ):
        pages[str(key)] = pk
    return [
        ChangedSeries(
            title=str(rows[0].series),
            community=str(rows[0].series.community),
            page_id=pages.get(rows[0].series.uid),
            effects=[said(row) for row in rows[:SHOWN]],
        )
        for rows in list(by_series.values())[:SHOWN]
    ]


def effects_of(page: ActivityPage) -> list[str]:
    rows = DayEffect.objects.filter(series__owner=OWNER, series__uid=page.uid, day__gte=timezone.localdate())
    return [said(row) for row in rows[:SHOWN]]


def said(row: DayEffect) -> str:
    return f"{day_text(row.day)}: {Effect(row.effect).label}"
