"""Staff: the ledger, one objection with its talks and its answer, one entered from paper. A household's words are shown
by POST only, since each look at them is logged."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import log

from portal.plugins.api import private_page
from portal.plugins.bundled.elevator_consultations.answering_objections import add_step, answer_objection
from portal.plugins.bundled.elevator_consultations.case_facts import is_unanswered
from portal.plugins.bundled.elevator_consultations.form_errors import add_errors
from portal.plugins.bundled.elevator_consultations.models import Case, Objection
from portal.plugins.bundled.elevator_consultations.objecting import record_objection
from portal.plugins.bundled.elevator_consultations.objection_forms import (
    AnswerObjectionForm,
    PaperObjectionForm,
    StepForm,
)
from portal.plugins.bundled.elevator_consultations.staff_page import case_for, meta_of, url_of


@private_page
@require_safe
def objection_list(request: HttpRequest, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    rows = list(case.objections.defer("text"))
    context = {
        "meta": meta_of(request, _("Objections"), case),
        "rows": [(each, is_unanswered(each), url_of(request, "objection", pk=pk, number=each.number)) for each in rows],
        "enter_url": url_of(request, "objection_enter", pk=pk),
    }
    return render(request, "elevator_consultations/staff/objections.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def objection_enter(request: HttpRequest, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    form = PaperObjectionForm(request.POST if request.method == "POST" else None, case=case)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            entered = record_objection(
                case,
                unit=given["unit"],
                text=given["text"],
                raised_at=form.raised_at(),
                once=given["once"],
                by=request.user,  # type: ignore[arg-type]  # the gate lets staff in
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("It is number %(number)d of the ledger.") % {"number": entered.number})
            return redirect(url_of(request, "objection", pk=pk, number=entered.number))
    context = {
        "meta": meta_of(request, _("Enter an objection from paper"), case),
        "form": form,
        "button": _("Enter it"),
        "explanation": _("From then on the case moves on only once it is answered."),
    }
    return render(request, "elevator_consultations/staff/form.html", context, status=422 if form.errors else 200)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Two forms, told apart by their button."""
    case, found = found_objection(request, pk, number)
    doing = request.POST.get("action", "") if request.method == "POST" else ""
    answer = AnswerObjectionForm(request.POST if doing == "answer" else None, objection=found)
    step = StepForm(request.POST if doing == "step" else None)
    form = {"answer": answer, "step": step}.get(doing)
    if form is not None and form.is_valid():
        try:
            if doing == "answer":
                answer_objection(found, by=request.user, **answer.cleaned_data)  # type: ignore[arg-type]  # the gate lets staff in
            else:
                add_step(found, by=request.user, **step.cleaned_data)  # type: ignore[arg-type]  # likewise
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("It is in the ledger."))
            return redirect(request.path)
    status = 422 if form is not None and form.errors else 200
    return show_objection(request, case, found, answer=answer, step=step, status=status)


@private_page
@require_POST
def objection_words(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What the household wrote, its door, and what was talked about. That somebody looked is logged."""
    case, found = found_objection(request, pk, number)
    data = {"number": found.number, "unit": found.unit_id}
    log(instance=case, action="elevators.look_at_objection", user=request.user, data=data)
    answer, step = AnswerObjectionForm(None, objection=found), StepForm()
    return show_objection(request, case, found, answer=answer, step=step, is_open=True)


def found_objection(request: HttpRequest, pk: int, number: int) -> tuple[Case, Objection]:
    case = case_for(request, pk)
    rows = case.objections.select_related("unit__household__stairwell__building__compound", "answered_by")
    return case, get_object_or_404(rows.prefetch_related("steps"), number=number)


def show_objection(
    request: HttpRequest,
    case: Case,
    found: Objection,
    *,
    answer: AnswerObjectionForm,
    step: StepForm,
    is_open: bool = False,
    status: int = 200,
) -> HttpResponse:
    title = _("Objection %(number)s") % {"number": found.number}
    context = {
        "meta": meta_of(request, title, case),
        "objection": found,
        "is_open": is_open,
        "answer": answer,
        "step": step,
        "words_url": url_of(request, "objection_words", pk=case.pk, number=found.number),
        "form_url": url_of(request, "objection", pk=case.pk, number=found.number),
        "back_url": url_of(request, "objection_list", pk=case.pk),
    }
    return render(request, "elevator_consultations/staff/objection.html", context, status=status)
