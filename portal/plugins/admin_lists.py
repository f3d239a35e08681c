"""Lists of the admin that ask no policy for pages: they, too, leave out pages of plugins that are off."""

from collections.abc import Callable, Sequence
from operator import attrgetter, itemgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_list_or_404
from wagtail.admin.ui.components import Component
from wagtail.admin.views import home
from wagtail.admin.views.pages import bulk_actions
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import IndexView as RedirectsView
from wagtail.models import Page, get_page_content_types

from portal.communities.rules import communities_for
from portal.plugins.activation import states_among
from portal.plugins.hidden import hidden_among, is_gone, is_off, page_types, shown_pages, types_of

# What a person may choose from


def types_on_somewhere(request: HttpRequest) -> QuerySet[ContentType]:
    """Page types for the filters of listings."""
    return get_page_content_types(include_base_page_type=False).exclude(pk__in=types_off(request))


def types_off(request: HttpRequest) -> list[int]:
    """Content types of the pages of plugins that are on in none of the person's communities."""
    states = states_among(communities_for(request.user))
    off = [models for key, models in page_types().items() if not (key in states and states[key].is_on)]
    return [each.pk for each in types_of(model for models in off for model in models)]


# What is done to many pages at once


class _ShownPages(PageBulkAction):
    """ "All" is all that the listing shows; of what is gone the rest of the admin takes care."""

    @classmethod
    def get_queryset(cls, model: type[Model], object_ids: Sequence[Any]) -> list[Page]:
        pages = shown_pages() if cls.action_type == "delete" else shown_pages().exclude(is_gone())
        return get_list_or_404(pages, pk__in=object_ids)


BULK_ACTIONS = [
    type(action.__name__, (_ShownPages, action), {})
    for action in (
        bulk_actions.DeleteBulkAction,
        bulk_actions.MoveBulkAction,
        bulk_actions.PublishBulkAction,
        bulk_actions.UnpublishBulkAction,
    )
]


# Start page


def without_hidden(panel: type[Component], name: str, page_of: Callable[[Any], Any]) -> type[Component]:
    """The panel with a shorter list `name` in its context; `page_of` finds the page in a row of it."""

    class Shown(panel):
        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            rows = list(context[name])
            hidden = hidden_among(page for row in rows if isinstance(page := page_of(row), Page))
            context[name] = [row for row in rows if page_of(row).pk not in hidden]
            return context

    return Shown


PANELS = {
    home.WorkflowObjectsToModeratePanel: without_hidden(
        home.WorkflowObjectsToModeratePanel, "states", itemgetter("obj")
    ),
    home.UserObjectsInWorkflowModerationPanel: without_hidden(
        home.UserObjectsInWorkflowModerationPanel, "workflow_states", attrgetter("content_object")
    ),
    home.RecentEditsPanel: without_hidden(home.RecentEditsPanel, "last_edits", itemgetter(1)),
    home.LockedPagesPanel: without_hidden(home.LockedPagesPanel, "locked_pages", lambda page: page),
}


def shorten_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [PANELS[type(panel)]() if type(panel) in PANELS else panel for panel in panels]


# Reports


class ShownPageTypes(PageTypesUsageReportView):
    """Wagtail's report of page types, the last page of each included."""

    def get_queryset(self) -> QuerySet[ContentType]:
        return super().get_queryset().exclude(pk__in=types_off(self.request))

    def decorate_paginated_queryset(self, page_types: Any) -> Any:
        page_types = super().decorate_paginated_queryset(page_types)
        hidden = hidden_among(item.last_edited_page for item in page_types if item.last_edited_page)
        for item in page_types:
            if item.last_edited_page and item.last_edited_page.pk in hidden:
                item.last_edited_page = None
        return page_types


class ShownRedirects(RedirectsView):
    """Wagtail's list of redirects names the page each leads to."""

    def get_base_queryset(self) -> QuerySet[Redirect]:
        return super().get_base_queryset().exclude(redirect_page__in=Page.objects.filter(is_off()))
