"""Staff, on a phone from door to door: who has not answered, and what came of knocking."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.plugins.api import private_page
from portal.plugins.bundled.elevator_consultations.calling import doors_to_knock_at, record_visit
from portal.plugins.bundled.elevator_consultations.choices import DoorResult
from portal.plugins.bundled.elevator_consultations.models import Unit
from portal.plugins.bundled.elevator_consultations.question_views import question_for
from portal.plugins.bundled.elevator_consultations.staff_page import meta_of, url_of


class VisitForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none())
    result = forms.TypedChoiceField(choices=DoorResult.choices, coerce=DoorResult)
    once = forms.UUIDField()


@private_page
@require_safe
def call_list(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    case, asked = question_for(request, pk, question)
    context = {
        "meta": meta_of(request, _("Doors to knock at"), case),
        "asked": asked,
        "doors": [(door, uuid.uuid4()) for door in doors_to_knock_at(asked)],
        "results": DoorResult.choices,
        "visit_url": url_of(request, "door_visit", pk=pk, question=question),
        "paper_url": url_of(request, "paper", pk=pk, question=question),
    }
    return render(request, "elevator_consultations/staff/calls.html", context)


@private_page
@require_POST
def door_visit(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    _case, asked = question_for(request, pk, question)
    form = VisitForm(request.POST)
    units = Unit.objects.counted().filter(case=asked.case_id)
    form.fields["unit"].queryset = units  # type: ignore[attr-defined]  # it is a ModelChoiceField
    if form.is_valid():
        given = form.cleaned_data
        try:
            record_visit(asked, given["unit"], given["result"], once=given["once"], by=request.user)  # type: ignore[arg-type]  # the gate lets staff in
            messages.success(request, _("The visit is recorded."))
        except ValidationError as error:
            messages.error(request, error.messages[0])
    else:
        messages.error(request, _("Please choose what came of it."))
    return redirect(url_of(request, "call_list", pk=pk, question=question))
