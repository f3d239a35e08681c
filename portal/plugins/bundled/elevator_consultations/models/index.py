"""The list of a community's elevator cases."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.plugins.api import PluginPage


class CaseIndexPage(PluginPage):
    """Added below a community's home pages when the plugin is switched on."""

    search_kind = None
    parent_page_types: ClassVar[list[str]] = ["home.CommunityHomePage"]
    subpage_types: ClassVar[list[str]] = ["elevator_consultations.CasePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of elevator cases")
        verbose_name_plural = _("lists of elevator cases")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.plugins.bundled.elevator_consultations.showing import index_context  # noqa: PLC0415 - reads are built on models

        return {**super().get_context(request, *args, **kwargs), **index_context(self, request)}
