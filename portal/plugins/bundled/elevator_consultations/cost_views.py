"""Staff: cost plans side by side, editing one, choosing one, and the table of all units to print."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.plugins.api import can_lead, private_page
from portal.plugins.bundled.elevator_consultations.cost_changes import choose_plan, delete_plan, save_plan
from portal.plugins.bundled.elevator_consultations.cost_figures import figures_of
from portal.plugins.bundled.elevator_consultations.cost_forms import CostPlanForm
from portal.plugins.bundled.elevator_consultations.cost_wording import table_of, unit_table
from portal.plugins.bundled.elevator_consultations.models import Case, CasePage, CostPlan
from portal.plugins.bundled.elevator_consultations.settings_form import usual_coefficients
from portal.plugins.bundled.elevator_consultations.staff_page import case_for, meta_of, url_of

USUAL_FLOORS = 6


@private_page
@require_safe
def costs(request: HttpRequest, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    figures = figures_of(case)
    rows = [(each.plan, url_of(request, "cost_plan", pk=pk, plan=each.plan.pk)) for each in figures]
    context = {
        "meta": meta_of(request, _("Costs: %(case)s") % {"case": case}, case),
        "rows": rows,
        "table": table_of(figures),
        "can_lead": can_lead(request.user, case.community_id),
        "add_url": url_of(request, "cost_plan_add", pk=pk),
        "print_url": url_of(request, "cost_table", pk=pk) if figures else "",
        "choose_url": url_of(request, "cost_choose", pk=pk),
        "delete_url": url_of(request, "cost_delete", pk=pk),
    }
    return render(request, "elevator_consultations/staff/costs.html", context)


@private_page
def cost_plan_add(request: HttpRequest, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    return edit(request, case, CostPlan(case=case), _("New cost plan"))


@private_page
def cost_plan(request: HttpRequest, pk: int, plan: int) -> HttpResponse:
    case = case_for(request, pk)
    return edit(request, case, get_object_or_404(CostPlan, pk=plan, case=case), _("Change a cost plan"))


def edit(request: HttpRequest, case: Case, plan: CostPlan, title: str) -> HttpResponse:
    form = CostPlanForm(
        request.POST or None,
        instance=plan,
        floors=floors_of(case),
        usual=usual_coefficients(request.plugin.settings),  # type: ignore[attr-defined]  # set by the gate
    )
    if request.method == "POST" and form.is_valid():
        save_plan(case, form.instance, by=request.user)  # type: ignore[arg-type]  # the gate lets staff in
        messages.success(request, _("Saved: %(plan)s") % {"plan": form.instance})
        return redirect(url_of(request, "costs", pk=case.pk))
    has_notice = case.notices.filter(replaced_at=None).exists()
    context = {"meta": meta_of(request, title, case), "form": form, "has_notice": has_notice and plan.is_chosen}
    return render(request, "elevator_consultations/staff/cost_plan.html", context, status=422 if form.errors else 200)


def floors_of(case: Case) -> list[int]:
    """Of the register and of the building as its page has it. Two queries."""
    units = case.units.counted().exclude(household__floor=None).order_by()
    found = set(units.values_list("household__floor", flat=True).distinct())
    built = CasePage.objects.filter(translation_key=case.key).order_by("path").values_list("floors", flat=True).first()
    return sorted(found | set(range(1, (built or USUAL_FLOORS) + 1)))


@private_page
@require_POST
def cost_choose(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_for(request, pk)
    choose_plan(plan, by=request.user)  # type: ignore[arg-type]  # the gate lets staff in
    messages.success(request, _("Chosen: %(plan)s") % {"plan": plan})
    return redirect(url_of(request, "costs", pk=pk))


@private_page
@require_POST
def cost_delete(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_for(request, pk)
    name = str(plan)
    if problem := delete_plan(plan, by=request.user):  # type: ignore[arg-type]  # the gate lets staff in
        messages.error(request, problem)
    else:
        messages.success(request, _("Deleted: %(plan)s") % {"plan": name})
    return redirect(url_of(request, "costs", pk=pk))


def plan_for(request: HttpRequest, pk: int) -> CostPlan:
    """Of this case, as the pressed button names it."""
    number = request.POST.get("plan", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise Http404
    return get_object_or_404(CostPlan, pk=int(number), case=case_for(request, pk))


@private_page
@require_safe
def cost_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Unit by unit, all plans side by side: to print, and to sign."""
    case = case_for(request, pk)
    title = _("Who pays what: %(case)s") % {"case": case}
    figures = figures_of(case)
    units = case.units.counted().select_related("household__stairwell__building__compound")
    context = {"meta": meta_of(request, title, case), "plans": table_of(figures), "table": unit_table(units, figures)}
    return render(request, "elevator_consultations/staff/cost_table.html", context)
