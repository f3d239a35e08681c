"""Reads for editors: the city's guides as a community shows them, and what asks for their attention."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.communities.rules import communities_for, is_city_administrator
from portal.services.models import GuideFeedback, GuideOverlay, GuidePage


class GuideState(StrEnum):
    SHOWN = "shown"
    NOTED = "noted"
    CHANGED = "changed"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class CityGuide:
    """A guide of the city in one community. CHANGED: the city's text is newer than what the community added."""

    guide: GuidePage
    overlay: GuideOverlay | None
    state: GuideState


def city_version(guide_key: UUID) -> dt.datetime | None:
    """When the text of a city guide was last published; see `OverlayQuerySet.with_city_version`."""
    first_language, _label = settings.LANGUAGES[0]
    guides = GuidePage.objects.of_city().filter(translation_key=guide_key).in_best_language(first_language)
    return guides.values_list("last_published_at", flat=True).first()


def city_guides_in(community: Community) -> list[CityGuide]:
    """All live guides of the city, by category and title, as the community shows them. Two queries."""
    overlays = {
        overlay.guide_key: overlay for overlay in GuideOverlay.objects.filter(community=community).with_city_version()
    }
    guides = GuidePage.objects.of_city().listed().order_by("category__order", "category__code", "title")
    return [_city_guide(guide, overlays.get(guide.translation_key)) for guide in guides]


def _city_guide(guide: GuidePage, overlay: GuideOverlay | None) -> CityGuide:
    if overlay is None:
        return CityGuide(guide, None, GuideState.SHOWN)
    if overlay.hidden:
        return CityGuide(guide, overlay, GuideState.HIDDEN)
    if not overlay.has_text:
        return CityGuide(guide, overlay, GuideState.SHOWN)
    return CityGuide(guide, overlay, GuideState.CHANGED if is_behind(overlay) else GuideState.NOTED)


def is_behind(overlay: GuideOverlay) -> bool:
    """Whether the city published after somebody here last looked; needs `with_city_version`."""
    version, seen = getattr(overlay, "city_version", None), overlay.city_version_seen
    return bool(version and seen and version > seen)


def changed_notes_for(user: User, *, limit: int) -> list[tuple[GuideOverlay, str]]:
    """Notes in the user's communities that the city's text has overtaken, with the guide's title; oldest first."""
    overlays = GuideOverlay.objects.filter(community__in=communities_for(user, Role.EDITOR)).behind_city_text()
    found = [overlay for overlay in overlays.select_related("community").order_by("city_version") if overlay.has_text]
    found = found[:limit]
    titles = titles_of(overlay.guide_key for overlay in found)
    return [(overlay, titles.get(overlay.guide_key, "")) for overlay in found]


def titles_of(keys: Iterable[UUID]) -> dict[UUID, str]:
    guides = GuidePage.objects.filter(translation_key__in=set(keys)).in_best_language()
    return dict(guides.values_list("translation_key", "title"))


def guides_to_check(user: User, *, limit: int) -> list[GuidePage]:
    """Live guides whose day of review has come: of the user's communities, and for administrators the city's."""
    whose = Q(community__in=communities_for(user, Role.EDITOR))
    if is_city_administrator(user):
        whose |= Q(community=None)
    due = GuidePage.objects.filter(whose, review_by__lte=timezone.localdate()).in_best_language()
    return list(due.select_related("community").defer_streamfields().order_by("review_by", "title")[:limit])


def feedback_for(user: User) -> QuerySet[GuideFeedback]:
    """What residents said in the user's communities; administrators see the city's as well."""
    if is_city_administrator(user):
        return GuideFeedback.objects.select_related("community")
    mine = communities_for(user, Role.EDITOR)
    return GuideFeedback.objects.filter(community__in=mine).select_related("community")
