"""Staff: the case file, to print and as a workbook. Both are logged: they leave the house."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from portal.plugins.api import private_page, workbook_of
from portal.plugins.bundled.elevator_consultations.case_file import sheets_of
from portal.plugins.bundled.elevator_consultations.staff_page import case_for, meta_of, url_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@private_page
@require_safe
def case_file(request: HttpRequest, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    log(instance=case, action="elevators.case_file", user=request.user, data={"kind": "html"})
    context = {
        "meta": meta_of(request, _("Case file: %(case)s") % {"case": case}, case),
        "sheets": sheets_of(case),
        "workbook_url": url_of(request, "case_workbook", pk=pk),
    }
    return render(request, "elevator_consultations/staff/case_file.html", context)


@private_page
@require_POST
def case_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    log(instance=case, action="elevators.case_file", user=request.user, data={"kind": "xlsx"})
    response = HttpResponse(workbook_of((each.title, each.rows) for each in sheets_of(case)), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="elevator-case-{case.pk}.xlsx"'
    return response
