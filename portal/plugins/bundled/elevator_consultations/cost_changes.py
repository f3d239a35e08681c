"""Choosing the plan that owners are asked about. A notice that froze another one has to be posted anew."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.plugins.bundled.elevator_consultations.chain import locked_case
from portal.plugins.bundled.elevator_consultations.models import Case, CostPlan


@transaction.atomic
def choose_plan(plan: CostPlan, *, by: User) -> None:
    """The others stay beside it, to compare."""
    case = locked_case(plan.case_id)
    case.cost_plans.exclude(pk=plan.pk).filter(is_chosen=True).update(is_chosen=False)
    CostPlan.objects.get(pk=plan.pk)  # gone meanwhile: DoesNotExist
    plan.is_chosen = True
    plan.save(update_fields=["is_chosen"])
    log(instance=case, action="elevators.cost_plan", user=by, data={"plan": plan.pk, "what": "chosen"})


@transaction.atomic
def save_plan(case: Case, plan: CostPlan, *, by: User) -> None:
    locked_case(case.pk)
    plan.case_id = case.pk
    plan.save()
    log(instance=case, action="elevators.cost_plan", user=by, data={"plan": plan.pk, "what": "saved"})


@transaction.atomic
def delete_plan(plan: CostPlan, *, by: User) -> str:
    """Empty, or why it stays."""
    case = locked_case(plan.case_id)
    current = CostPlan.objects.filter(pk=plan.pk).first()
    if current is None:
        return ""
    if current.is_chosen:
        return _("The chosen plan stays. Choose another one first.")
    current.delete()
    log(instance=case, action="elevators.cost_plan", user=by, data={"plan": plan.pk, "what": "deleted"})
    return ""
