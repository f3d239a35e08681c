"""A year in figures: of the communities somebody edits, or of the whole city."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.communities.choices import Role
from portal.communities.rules import communities_for, has_role_somewhere
from portal.communities.staff_views import StaffView, paged
from portal.plugins.figures import figures_of

YEARS = 5


class FiguresView(StaffView):
    template_name = "plugins/admin/figures.html"
    page_title = gettext_lazy("Figures of the year")
    header_icon = "table"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_role_somewhere(self.user, Role.EDITOR):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """This year, or one of the last ones."""
        this_year = timezone.localdate().year
        years = [this_year - number for number in range(YEARS)]
        asked = self.request.GET.get("year", "")
        year = next((each for each in years if str(each) == asked), this_year)
        table = figures_of(communities_for(self.user, Role.EDITOR), year)
        shown = {"table": table, "page_obj": paged(table.rows, self.request), "year": year, "years": years}
        return super().get_context_data(**kwargs) | shown
