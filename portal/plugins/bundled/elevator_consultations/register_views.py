"""Staff: the register of a case, single units, and a file of all of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.plugins.api import can_lead, csv_file, private_page, workbook_file
from portal.plugins.bundled.elevator_consultations.choices import AreaSource
from portal.plugins.bundled.elevator_consultations.counting import facts_of
from portal.plugins.bundled.elevator_consultations.doors import door_of
from portal.plugins.bundled.elevator_consultations.models import Case, Unit
from portal.plugins.bundled.elevator_consultations.register_files import rows_of
from portal.plugins.bundled.elevator_consultations.register_forms import (
    AddUnitForm,
    ConfirmImportForm,
    ImportForm,
    MergeForm,
    UnitForm,
    WhyForm,
    sign_rows,
)
from portal.plugins.bundled.elevator_consultations.register_import import (
    Plan,
    answered_units,
    has_answers,
    import_register,
    plan_import,
)
from portal.plugins.bundled.elevator_consultations.registering import add_unit, change_unit, merge_units, remove_unit
from portal.plugins.bundled.elevator_consultations.staff_page import case_for, meta_of, url_of
from portal.plugins.bundled.elevator_consultations.tally import CountingRules, count

FILES = {
    "csv": ("text/csv; charset=utf-8", csv_file),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook_file),
}
FORM = "elevator_consultations/staff/form.html"


@private_page
@require_safe
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """All units, those that are no longer counted below. The same queries for 24 and for 400."""
    case = case_for(request, pk)
    units = list(case.units.select_related("household__stairwell__building__compound"))
    is_lead = can_lead(request.user, case.community_id)
    counted = [unit for unit in units if unit.removed_at is None]
    context = {
        "meta": meta_of(request, _("Register of units"), case),
        "case": case,
        "rows": [(unit, unit_line(unit), url_of(request, "unit", pk=pk, unit=unit.pk)) for unit in counted],
        "removed": [(door_of(unit.household), unit) for unit in units if unit.removed_at],
        "whole": count(facts_of(case), CountingRules()).whole,
        "urls": {view: url_of(request, view, pk=pk) for view in ("register_import", "unit_add")} if is_lead else {},
        "files": [(kind, url_of(request, "register_file", pk=pk, kind=kind)) for kind in FILES],
        "is_lead": is_lead,
    }
    return render(request, "elevator_consultations/staff/register.html", context)


def unit_line(unit: Unit) -> dict[str, Any]:
    return {
        "door": door_of(unit.household),
        "floor": unit.household.floor,
        "area": f"{unit.area:.2f}",
        "source": AreaSource(unit.area_source).label,
        "owner": _("unsold or not handed over") if unit.is_undelivered else unit.owner_mark,
    }


@private_page
@require_safe
def register_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The register as it is, to be changed and imported again; without units it is the empty form."""
    case = case_for(request, pk)
    if kind not in FILES:
        raise Http404
    content_type, write = FILES[kind]
    response = HttpResponse(write(rows_of(case)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="register-{case.pk}.{kind}"'
    return response


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def register_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a file; look at what it would do; write it. The second form brings along what was looked at."""
    case = case_for(request, pk)
    if request.method == "POST" and "rows" in request.POST:
        return _write(request, case)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _show_import(request, case, form, status=422 if form.is_bound else 200)
    rows, is_whole = form.cleaned_data["file"], form.cleaned_data["is_whole"]
    plan = plan_import(case, rows, is_whole=is_whole)
    if plan.problems:
        return _show_import(request, case, form, plan=plan, status=422)
    confirm = ConfirmImportForm(
        initial={"rows": sign_rows(case, rows, is_whole=is_whole)}, case=case, needs_why=has_answers(case)
    )
    return _show_import(request, case, form, plan=plan, confirm=confirm)


def _write(request: HttpRequest, case: Case) -> HttpResponse:
    confirm = ConfirmImportForm(request.POST, case=case, needs_why=has_answers(case))
    if not confirm.is_valid():
        if "rows" in confirm.errors:
            form = ImportForm()
            messages.error(request, str(confirm.errors["rows"][0]))
            return _show_import(request, case, form, status=422)
        rows, is_whole = confirm.cleaned_data["rows"]
        plan = plan_import(case, rows, is_whole=is_whole)
        return _show_import(request, case, ImportForm(), plan=plan, confirm=confirm, status=422)
    rows, is_whole = confirm.cleaned_data["rows"]
    why = confirm.cleaned_data["why"] or _("Import of the register")
    plan = import_register(case, rows, is_whole=is_whole, by=_staff(request), why=why)
    if plan.problems:  # somebody has changed something since it was looked at
        return _show_import(request, case, ImportForm(), plan=plan, status=409)
    values = {"added": len(plan.added), "changed": len(plan.changed), "removed": len(plan.removed)}
    text = _("The register is written: %(added)d added, %(changed)d changed, %(removed)d no longer counted.")
    messages.success(request, text % values)
    return redirect(url_of(request, "register", pk=case.pk))


def _show_import(
    request: HttpRequest,
    case: Case,
    form: Form,
    *,
    plan: Plan | None = None,
    confirm: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "meta": meta_of(request, _("Import the register"), case),
        "form": form,
        "plan": plan,
        "confirm": confirm,
        "files": [(kind, url_of(request, "register_file", pk=case.pk, kind=kind)) for kind in FILES],
        "changed": [(door_of(unit.household), before, f"{unit.area:.2f}") for before, unit in plan.changed]
        if plan
        else [],
        "removed": [door_of(unit.household) for unit in plan.removed] if plan else [],
    }
    return render(request, "elevator_consultations/staff/register_import.html", context, status=status)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def unit_add(request: HttpRequest, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    form = AddUnitForm(request.POST or None, case=case, instance=Unit(case=case))

    @transaction.atomic
    def act() -> str:
        unit = add_unit(case, form.household(), by=_staff(request), why=form.cleaned_data["why"], **form.values())
        return _("%(door)s is in the register.") % {"door": door_of(unit.household)}

    return _act(request, case, form, act, title=_("Add a unit"), button=_("Add it"))


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    case, found = unit_for(request, pk, unit)
    form = UnitForm(request.POST or None, instance=Unit.objects.get(pk=found.pk))

    def act() -> str:
        change_unit(found, by=_staff(request), why=form.cleaned_data["why"], **form.values())
        return _("%(door)s is changed. Thresholds of what is open count it so from now on.") % {"door": door}

    door = door_of(found.household)
    links = {view: url_of(request, view, pk=pk, unit=unit) for view in ("unit_merge", "unit_remove")}
    return _act(request, case, form, act, title=door, button=_("Save"), answers=_answers_note(found), links=links)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def unit_remove(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    case, found = unit_for(request, pk, unit)
    form = WhyForm(request.POST or None)
    door = door_of(found.household)

    def act() -> str:
        remove_unit(found, by=_staff(request), why=form.cleaned_data["why"])
        return _("%(door)s is no longer counted. Its row and what it answered are kept.") % {"door": door}

    title = _("No longer count %(door)s") % {"door": door}
    return _act(request, case, form, act, title=title, button=_("Count it no longer"), answers=_answers_note(found))


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def unit_merge(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    case, found = unit_for(request, pk, unit)
    form = MergeForm(request.POST or None, unit=found)
    door = door_of(found.household)

    def act() -> str:
        given = form.cleaned_data
        values = {"area": given["area"]} if given["area"] else {}
        into = merge_units(found, given["into"], by=_staff(request), why=given["why"], **values)
        return _("%(door)s is now part of %(into)s.") % {"door": door, "into": door_of(into.household)}

    title = _("%(door)s has become part of another flat") % {"door": door}
    return _act(request, case, form, act, title=title, button=_("Merge them"), answers=_answers_note(found))


def unit_for(request: HttpRequest, pk: int, unit: int) -> tuple[Case, Unit]:
    case = case_for(request, pk)
    units = Unit.objects.select_related("household__stairwell__building__compound")
    return case, get_object_or_404(units.counted(), pk=unit, case=case)


def _answers_note(unit: Unit) -> str:
    if not list(answered_units([unit])):
        return ""
    return _("This unit has answered what is asked now. Sums count the change at once, and it is logged.")


def _staff(request: HttpRequest) -> Any:
    return request.user  # the gate lets staff in


def _act(
    request: HttpRequest,
    case: Case,
    form: Form,
    act: Callable[[], str],
    *,
    title: str,
    button: str,
    **more: Any,
) -> HttpResponse:
    """A form that does one thing, and leads back to the register."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act())
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            return redirect(url_of(request, "register", pk=case.pk))
    context = {"meta": meta_of(request, title, case), "form": form, "button": button, **more}
    return render(request, FORM, context, status=422 if form.errors else 200)
