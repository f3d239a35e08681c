"""Objections for everybody: the ledger without households, and a household's own by its code."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.plugins.api import (
    CodeRefused,
    Crumb,
    Household,
    HouseholdVisit,
    PageMeta,
    community_of,
    home_url,
    household_code_url,
    household_visit,
    plugin_url,
    private_page,
)
from portal.plugins.bundled.elevator_consultations.case_facts import is_unanswered
from portal.plugins.bundled.elevator_consultations.choices import Outcome
from portal.plugins.bundled.elevator_consultations.doors import door_of
from portal.plugins.bundled.elevator_consultations.models import Case, Objection
from portal.plugins.bundled.elevator_consultations.notice_letter import objections_matter
from portal.plugins.bundled.elevator_consultations.objecting import (
    is_running,
    raise_objection,
    standing_notice,
    take_back,
)
from portal.plugins.bundled.elevator_consultations.objection_forms import LONGEST, ObjectionForm
from portal.plugins.bundled.elevator_consultations.showing import case_url
from portal.plugins.bundled.elevator_consultations.storing import KEY


@require_safe
def objections(request: HttpRequest, pk: int) -> HttpResponse:
    """Counts, topics, answers and outcomes; nobody's words, nobody's door."""
    case = public_case(request, pk)
    rows = list(case.objections.defer("text"))
    notice = standing_notice(case)
    context = {
        "meta": public_meta(request, case, _("Objections")),
        "case": case,
        "rows": rows,
        "waiting": sum(map(is_unanswered, rows)),
        "notice": notice,
        "is_running": is_running(case, notice),
        "mine_url": view_url(request, case, "my_objections"),
        "notice_url": view_url(request, case, "notice") if notice else "",
    }
    return render(request, "elevator_consultations/objections.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def my_objections(request: HttpRequest, pk: int) -> HttpResponse:
    """By the code of the notice's letter: object while the notice runs, later read what came of it."""
    case = get_object_or_404(Case.objects.select_related("community"), pk=pk, community=community_of(request))
    matter = objections_matter(case)
    visit = household_visit(request, matter) if matter else None
    if visit is None and not case.is_public:
        raise Http404
    if visit is None:
        return without_code(request, case)
    if "take_back" in request.POST:
        return taken_back(request, case, visit)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return show(request, case, visit, form=form, status=422 if request.method == "POST" else 200)
    given = form.cleaned_data
    try:
        raise_objection(case, household=visit.household, text=given["text"], once=given["once"])
    except CodeRefused as refused:
        form.add_error(None, str(refused.problem.label))
    except ValidationError as error:
        form.add_error(None, error.messages)
    else:
        return redirect(f"{request.path}?sent=1")
    return show(request, case, visit, form=form, status=409, typed=given["text"])


def without_code(request: HttpRequest, case: Case) -> HttpResponse:
    """What was typed stands there again: nobody writes it twice."""
    typed = request.POST.get("text", "").replace("\x00", "")[:LONGEST]
    status = 409 if request.method == "POST" else 200
    return show(request, case, None, typed=typed, status=status)


def taken_back(request: HttpRequest, case: Case, visit: HouseholdVisit) -> HttpResponse:
    number = request.POST["take_back"]
    if number.isascii() and number.isdecimal() and len(number) < 10:
        mine = case.objections.filter(number=int(number), unit__household=visit.household)
        objection = mine.select_related("unit", "case").first()
        if objection is not None:
            try:
                take_back(objection, household=visit.household)
            except CodeRefused as refused:
                return show(request, case, None, problem=str(refused.problem.label), status=409)
    return redirect(request.path)


def show(
    request: HttpRequest,
    case: Case,
    visit: HouseholdVisit | None,
    *,
    form: ObjectionForm | None = None,
    problem: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    notice = standing_notice(case)
    running = is_running(case, notice)
    if status == 409 and visit is None and not problem:
        problem = _(
            "Nothing was sent yet: half an hour has passed, or a newer letter has replaced your code. Enter the code "
            "of the newest letter, then send it again."
        )
    context = {
        "meta": public_meta(request, case, _("Your household’s objection")),
        "case": case,
        "notice": notice,
        "notice_url": view_url(request, case, "notice") if notice and case.is_public else "",
        "is_running": running,
        "door": door_of(with_places(visit)) if visit else "",
        "mine": own_objections(case, visit),
        "form": form if running else None,
        "errors": form.non_field_errors() if form and form.is_bound and not running else [],
        "problem": problem,
        "typed": typed if visit is None or not running else "",
        "is_sent": "sent" in request.GET and request.method != "POST",
        "code_url": household_code_url(case.community, request),
        "withdrawn": Outcome.WITHDRAWN,
    }
    return render(request, "elevator_consultations/my_objections.html", context, status=status)


def own_objections(case: Case, visit: HouseholdVisit | None) -> list[Objection]:
    """With their talks; of no other household."""
    if visit is None:
        return []
    return list(case.objections.filter(unit__household=visit.household).prefetch_related("steps"))


def with_places(visit: HouseholdVisit) -> Household:
    return Household.objects.select_related("stairwell__building__compound").get(pk=visit.household.pk)


def public_case(request: HttpRequest, pk: int) -> Case:
    cases = Case.objects.filter(is_public=True, community=community_of(request))
    return get_object_or_404(cases.select_related("community"), pk=pk)


def public_meta(request: HttpRequest, case: Case, title: str, **more: Any) -> PageMeta:
    crumbs = [Crumb(str(case.community), home_url(request, case.community))]
    if case.is_public:
        crumbs.append(Crumb(str(case), case_url(case, request), case.names.other_language))
    return PageMeta(title=title, language=get_language() or "", indexable=False, breadcrumbs=tuple(crumbs), **more)


def view_url(request: HttpRequest, case: Case, view: str, **arguments: Any) -> str:
    return plugin_url(KEY, view, community=case.community, request=request, pk=case.pk, **arguments)
