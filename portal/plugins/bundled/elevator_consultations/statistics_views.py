"""The city's screen of all elevator cases, in the admin: for city administrators."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.plugins.api import csv_file
from portal.plugins.bundled.elevator_consultations.statistics import (
    all_cases,
    community_lines,
    rows_for_file,
    stage_lines,
)


def may_see(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.has_perm("communities.administer_city"))


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Two queries of its own. `?file=csv` is the same, a line a case."""
    if not may_see(request):
        raise PermissionDenied
    cases = all_cases()
    if request.GET.get("file") == "csv":
        response = HttpResponse(csv_file(rows_for_file(cases)), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="elevator-cases.csv"'
        return response
    context = {
        "page_title": _("Elevator cases of the city"),
        "header_title": _("Elevator cases of the city"),
        "stages": stage_lines(cases),
        "communities": list(community_lines(cases)),
    }
    return TemplateResponse(request, "elevator_consultations/admin/statistics.html", context)
