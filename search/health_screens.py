"""Admin: how the index is, and what it could not take."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from search.contract import get_provider, health, index_health
from search.models import SearchDocument
from search.parked import parked_for, try_again


def is_city(request: HttpRequest) -> bool:
    return get_provider().editor_places(request.user).is_city


class HealthView(WagtailAdminTemplateMixin, TemplateView):
    """For administrators of the city."""

    template_name = "search/admin/health.html"
    page_title = gettext_lazy("Search index")
    header_icon = "search"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_city(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "engine": health().engine,
            "indexes": [
                {
                    "it": it,
                    "name": get_language_info(it.language)["name_local"],
                    "since": timezone.now() - timedelta(seconds=it.oldest_waiting_seconds) if it.waiting else None,
                    "percent": None if it.built is None else int(it.built * 100),
                }
                for it in index_health()
            ],
            "parked": parked_for(self.request.user),
        }


class HealthMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_city(request)


class ParkedPanel(Component):
    """The admin's start page: what somebody wrote that residents do not find; empty when there is nothing."""

    name = "search_parked"
    template_name = "search/admin/parked_panel.html"
    order = 95

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        return {"parked": parked_for(request.user), "request": request}


@require_POST
def try_again_view(request: HttpRequest, entry_pk: int) -> HttpResponse:
    row = get_object_or_404(SearchDocument, pk=entry_pk)
    try_again(row, by=request.user)
    if SearchDocument.objects.parked().filter(pk=row.pk).exists():
        messages.error(request, _("The search still does not take it."))
    else:
        messages.success(request, _("Tried again."))
    return redirect("search_health" if is_city(request) else "wagtailadmin_home")
