"""Admin: what the dashboard offers people of a community first, the pages that are theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from portal.communities.choices import CommunityStatus
from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.communities.rules import communities_for, is_city_administrator
from portal.names import fallback_order
from portal.plugins.hidden import shown_pages

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Section:
    """A page below a community's home, and the kinds of page that can be added to it with their addresses."""

    page: Page
    additions: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody may do in a community. `home` is in the person's language where there is one."""

    community: Community
    home: Page
    can_edit: bool
    sections: Sequence[Section]
    url: str


class DeskPanel(Component):
    """The person's own communities; empty for city administrators, who have all of them in the menu."""

    name = "desk"
    template_name = "home/admin/desk_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        return {"desks": desks_for(request)}


def desks_for(request: HttpRequest) -> list[Desk]:
    """The first communities the user works in."""
    user = request.user
    if not isinstance(user, User) or is_city_administrator(user):
        return []
    communities = communities_for(user).filter(status=CommunityStatus.OPEN).order_by("code")[:SHOWN]
    homes = ((community, _home_of(community)) for community in communities)
    return [desk_of(community, home, request) for community, home in homes if home]


def desk_of(community: Community, home: Page, request: HttpRequest) -> Desk:
    below = shown_pages().filter(pk__in=home.get_children().values("pk")).order_by("path").specific()
    sections = [Section(page, _additions(page, request)) for page in below]
    return Desk(
        community=community,
        home=home,
        can_edit=home.permissions_for_user(request.user).can_edit(),
        sections=[section for section in sections if section.additions],
        url=home_url(request, community),
    )


def _home_of(community: Community) -> Page | None:
    homes = {home.locale.language_code: home for home in community.home_pages.select_related("locale")}
    return next((homes[code] for code in fallback_order() if code in homes), None)


def _additions(page: Page, request: HttpRequest) -> list[tuple[str, str]]:
    if not page.permissions_for_user(request.user).can_add_subpage():
        return []
    return [
        (
            model.get_verbose_name(),
            reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, page.pk]),
        )
        for model in page.creatable_subpage_models()
    ]
