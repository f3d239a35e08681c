"""The search in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from search.health_screens import HealthMenuItem, HealthView, ParkedPanel, try_again_view
from search.models import SearchDecision, SearchRule
from search.policy import PlacePermissionPolicy

# Before anything asks for them.
register_permission_policy(SearchRule, PlacePermissionPolicy(SearchRule))
register_permission_policy(SearchDecision, PlacePermissionPolicy(SearchDecision))

from search.viewsets import SearchGroup  # noqa: E402 - asks for the policies


@hooks.register("register_admin_viewset")
def register_screens() -> SearchGroup:
    return SearchGroup()


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("search-health/", HealthView.as_view(), name="search_health"),
        path("search-health/<int:entry_pk>/again/", try_again_view, name="search_try_again"),
    ]


@hooks.register("register_settings_menu_item")
def register_health() -> MenuItem:
    return HealthMenuItem(_("Search index"), reverse_lazy("search_health"), icon_name="search", order=960)


@hooks.register("construct_homepage_panels")
def add_parked(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(ParkedPanel())
