"""Admin: communities and their places in the menu, and which pages their people may link to."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.chooser import BrowseView
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.query import PageQuerySet

from portal.communities.access.gate import admit
from portal.communities.access.policy import CommunityPermissionPolicy
from portal.communities.choices import Role
from portal.communities.rules import is_city_administrator
from portal.home.alert_screens import AlertViewSet
from portal.home.choosing import own_override, refuse_strangers
from portal.home.dashboard import DeskPanel
from portal.home.documents.screens import UnreadFilesPanel, UnreadFilesView
from portal.home.keyword_views import AddKeywordView
from portal.home.models import Alert
from portal.home.queries import linkable_pages
from portal.home.viewsets import CommunitiesGroup
from portal.plugins.hidden import shown_pages

register_permission_policy(Alert, CommunityPermissionPolicy(Alert, view=Role.EDITOR, change=Role.EDITOR))


@hooks.register("register_admin_viewset")
def register_communities() -> list[Any]:
    return [CommunitiesGroup(), AlertViewSet()]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("search-words/", AddKeywordView.as_view(), name="add_keyword"),
        path("reports/unread-files/", UnreadFilesView.as_view(), name="unread_files"),
    ]


admit("add_keyword", "offers and changes pages the person may change")
admit("unread_files", "files of the person's collections")
hooks.register("check_sent_page", refuse_strangers)


@hooks.register("register_reports_menu_item")
def register_unread_files() -> MenuItem:
    label = _("Files that cannot be searched")
    return MenuItem(label, reverse_lazy("unread_files"), name="unread-files", icon_name="doc-full-inverse", order=1300)


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels += [DeskPanel(), UnreadFilesPanel()]


@hooks.register("construct_page_chooser_queryset")
def limit_page_chooser(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Wagtail's chooser browses and searches the whole tree, drafts and pages of plugins that are off included."""
    if is_city_administrator(request.user):
        return pages.filter(pk__in=shown_pages().values("pk"))
    return pages.filter(pk__in=linkable_pages(request.user).values("pk"))


def _linkable(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    """What the address names: the page to browse below, pages chosen before, pages to be moved."""
    ids = {*request.GET.getlist("id"), *filter(None, request.GET.getlist("target_pages[]"))}
    if "parent_page_id" in kwargs:
        ids.add(str(kwargs["parent_page_id"]))
    if not all(id_.isdecimal() for id_ in ids):
        return False
    return not ids or linkable_pages(request.user).filter(pk__in=ids).count() == len(ids)


class OwnBrowseView(BrowseView):
    """Begins at the root of the tree; Wagtail begins above all pages of the wanted type, whosever they are."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        return super().get(request, parent_page_id or Page.get_first_root_node().pk)


for screen in ("search_rules", "search_decisions", "search_report"):
    admit(f"{screen}:*", "rows are limited by the view set")
admit("search_try_again", "only for what the person may change; the action asks")
WHY = "own pages and published pages of the city"
admit("wagtailadmin_choose_page", WHY, check=_linkable, view=OwnBrowseView.as_view())
admit("wagtailadmin_choose_page_child", WHY, check=_linkable)
admit("wagtailadmin_choose_page_search", WHY, check=_linkable)
admit("wagtailadmin_choose_page_chosen_multiple", WHY, check=_linkable)
admit(
    "wagtail_localize:edit_override",
    "only for what the person may change, with what she may choose",
    check=own_override,
)
