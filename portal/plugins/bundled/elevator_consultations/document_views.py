"""Staff: a case's documents, stage by stage."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from portal.plugins.api import private_page
from portal.plugins.bundled.elevator_consultations.case_documents import (
    CLOSED,
    attach_document,
    detach_document,
    frozen_drawings,
)
from portal.plugins.bundled.elevator_consultations.document_forms import DocumentForm
from portal.plugins.bundled.elevator_consultations.form_errors import add_errors
from portal.plugins.bundled.elevator_consultations.staff_page import case_for, meta_of, url_of


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """The list, and a form for another one."""
    case = case_for(request, pk)
    is_sent = request.method == "POST"
    form = DocumentForm(request.POST if is_sent else None, request.FILES if is_sent else None, case=case)
    if is_sent and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("stage", "kind", "titles")}
        try:
            attach_document(case, form.source(), by=request.user, **given)  # type: ignore[arg-type]  # the gate lets staff in
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("It stands on the page of the case now."))
            return redirect(request.path)
    frozen = {drawing["document"] for drawing in frozen_drawings(case)}
    rows = [
        (each, "" if case.stage in CLOSED or each.document_id in frozen else url_of(request, "document_remove", pk=pk))
        for each in case.documents.select_related("document")
    ]
    context = {"meta": meta_of(request, pgettext("elevator case", "Documents"), case), "form": form, "rows": rows}
    status = 422 if form.errors else 200
    return render(request, "elevator_consultations/staff/documents.html", context, status=status)


@private_page
@require_POST
def document_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Pressed twice it is gone all the same."""
    case = case_for(request, pk)
    number = request.POST.get("document", "")
    if number.isascii() and number.isdecimal() and len(number) < 16:
        attached = case.documents.filter(pk=int(number)).first()
        try:
            if attached is not None:
                detach_document(attached, by=request.user)  # type: ignore[arg-type]  # the gate lets staff in
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        else:
            messages.success(request, _("It is no longer on the page of the case."))
    return redirect(url_of(request, "documents", pk=pk))
