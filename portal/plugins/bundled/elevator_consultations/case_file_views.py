"""Staff: the case file, to print and as a workbook. Making either is a POST and logged: it leaves the house."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from portal.plugins.api import private_page, workbook_of
from portal.plugins.bundled.elevator_consultations.case_file import Sheet, sheets_of
from portal.plugins.bundled.elevator_consultations.staff_page import case_for, meta_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def case_file(request: HttpRequest, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    sheets: list[Sheet] = []
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in ("print", "xlsx"):
            raise Http404
        log(instance=case, action="elevators.case_file", user=request.user, data={"kind": kind})
        sheets = sheets_of(case)
        if kind == "xlsx":
            book = workbook_of((each.title, each.rows) for each in sheets)
            response = HttpResponse(book, content_type=XLSX)
            response["Content-Disposition"] = f'attachment; filename="elevator-case-{case.pk}.xlsx"'
            return response
    context = {"meta": meta_of(request, _("Case file: %(case)s") % {"case": case}, case), "sheets": sheets}
    return render(request, "elevator_consultations/staff/case_file.html", context)
