"""Staff: where a case stands, what is missing, and moving it on, on a page of its own that asks once more."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.plugins.api import can_lead, private_page
from portal.plugins.bundled.elevator_consultations.case_facts import facts_of
from portal.plugins.bundled.elevator_consultations.choices import Stage
from portal.plugins.bundled.elevator_consultations.models import Case
from portal.plugins.bundled.elevator_consultations.moving import move_case
from portal.plugins.bundled.elevator_consultations.staff_page import case_for, meta_of, url_of
from portal.plugins.bundled.elevator_consultations.stage_forms import MoveForm
from portal.plugins.bundled.elevator_consultations.stage_texts import AHEAD, WHAT, checklist
from portal.plugins.bundled.elevator_consultations.stages import NEXT, is_forward, needs_note, next_forward, problems_of
from portal.plugins.bundled.elevator_consultations.timeline import timeline_of
from portal.plugins.bundled.elevator_consultations.wording import stage_note


@private_page
@require_safe
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Editors see what is missing; leads have the buttons."""
    case = case_for(request, pk)
    facts, now = facts_of(case), Stage(case.stage)
    ahead = next_forward(now)
    may_move = can_lead(request.user, case.community)
    others = [to for to in NEXT[now] if to != ahead]
    context = {
        "meta": meta_of(request, _("Stage"), case),
        "case": case,
        "note": stage_note(case),
        "what": WHAT[now],
        "next": AHEAD[now],
        "ahead": ahead,
        "ahead_url": move_url(request, case, ahead) if ahead and may_move and not problems_of(facts, ahead) else "",
        "checks": checklist(facts, ahead) if ahead else [],
        "others": [(move_label(now, to), move_url(request, case, to)) for to in others if not problems_of(facts, to)],
        "may_move": may_move,
        "timeline": timeline_of(case),
    }
    return render(request, "elevator_consultations/staff/stage.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def stage_move(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    case = case_for(request, pk)
    if to not in Stage.values:
        raise Http404
    target, now = Stage(to), Stage(case.stage)
    if target == now:  # a second click
        messages.success(request, _("The case is at “%(stage)s” now.") % {"stage": target.label})
        return redirect(url_of(request, "stage", pk=pk))
    wants_note = needs_note(now, target)
    form = MoveForm(request.POST or None, wants_note=wants_note, now=now)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                move_case(case, target, by=request.user, note=given["note"], seen=given["seen"])  # type: ignore[arg-type]  # the gate lets staff in
            except ValidationError as error:
                status = 409
                form.add_error(None, error)
            else:
                messages.success(request, _("The case is at “%(stage)s” now.") % {"stage": target.label})
                return redirect(url_of(request, "stage", pk=pk))
    problems = [] if form.errors else problems_of(facts_of(case), target)
    context = {
        "meta": meta_of(request, move_label(now, target), case),
        "what": WHAT[target],
        "form": form,
        "problems": problems,
        "wants_note": wants_note,
        "is_stop": target == Stage.STOPPED,
        "back_url": url_of(request, "stage", pk=pk),
    }
    return render(request, "elevator_consultations/staff/stage_move.html", context, status=status)


def move_label(now: Stage, to: Stage) -> str:
    if to == Stage.STOPPED:
        return _("Stop the case")
    if now == Stage.STOPPED:
        return _("Take it up again: %(stage)s") % {"stage": to.label}
    text = _("Go on to: %(stage)s") if is_forward(now, to) else _("Go back to: %(stage)s")
    return text % {"stage": to.label}


def move_url(request: HttpRequest, case: Case, to: Stage) -> str:
    return url_of(request, "stage_move", pk=case.pk, to=to.value)
