"""Admin: the report of files that cannot be searched, and a line about them on the start page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.home.documents.unread import unread_file, unread_for

_PAGE = 50


class UnreadFilesView(WagtailAdminTemplateMixin, TemplateView):
    """For everybody who may change files: their own."""

    template_name = "home/admin/unread_files.html"
    page_title = _("Files that cannot be searched")
    header_icon = "doc-full-inverse"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(unread_for(self.request.user), _PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"page": page, "files": [unread_file(row) for row in page]}


class UnreadFilesPanel(Component):
    """The admin's start page; empty when there is nothing."""

    name = "unread_files"
    template_name = "home/admin/unread_files_panel.html"
    order = 96

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        return {"count": unread_for(request.user).count()}
