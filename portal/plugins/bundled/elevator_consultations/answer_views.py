"""A household answers by its letter's code. Looking changes nothing; what was said before is there to be changed."""

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
from portal.plugins.bundled.elevator_consultations.answer_forms import AnswerForm
from portal.plugins.bundled.elevator_consultations.answering import answer_by_code, unit_of
from portal.plugins.bundled.elevator_consultations.cost_wording import shares_of_household
from portal.plugins.bundled.elevator_consultations.doors import door_of
from portal.plugins.bundled.elevator_consultations.letters import takes_codes
from portal.plugins.bundled.elevator_consultations.models import Answer, Question
from portal.plugins.bundled.elevator_consultations.showing import case_url
from portal.plugins.bundled.elevator_consultations.storing import KEY
from portal.plugins.bundled.elevator_consultations.wording import thresholds_text


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    asked, visit = asked_of(request, pk, question)
    if visit is None:
        return _without_code(request, asked)
    try:
        unit_of(asked.case, visit.household)
    except ValidationError as error:
        return _show(request, asked, visit, problem=error.messages[0], status=409 if request.method == "POST" else 200)
    if not takes_codes(asked):
        return _show(request, asked, visit, status=409 if request.method == "POST" else 200)
    standing = standing_answer(asked, visit)
    initial = {"voice": standing.voice, "point": standing.point} if standing else {}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _show(request, asked, visit, form=form, status=422 if request.method == "POST" else 200)
    try:
        answer_by_code(asked, visit.household, form.cleaned_data["voice"], form.cleaned_data["point"])
    except CodeRefused as refused:  # its time ran out between reading and writing
        return _show(request, asked, None, problem=str(refused.problem.label), status=409, typed=_typed(request))
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, asked, visit, form=form, status=409)
    return redirect(f"{request.path}thanks/")


@private_page
@require_safe
def answer_thanks(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """What the household has said, as it stands now."""
    asked, visit = asked_of(request, pk, question)
    context = _context(request, asked, visit, _("Thank you")) | {
        "answer_url": plugin_url(
            KEY, "answer", community=community_of(request), request=request, pk=pk, question=question
        ),
    }
    return render(request, "elevator_consultations/answer_thanks.html", context)


def asked_of(request: HttpRequest, pk: int, question: int) -> tuple[Question, HouseholdVisit | None]:
    """404 for what is not asked here; a case whose page is hidden is there for those who were asked."""
    questions = Question.objects.select_related("case__community", "matter")
    asked = get_object_or_404(questions, pk=question, case=pk, case__community=community_of(request))
    visit = household_visit(request, asked.matter) if asked.matter else None
    if visit is None and not asked.case.is_public:
        raise Http404
    return asked, visit


def standing_answer(asked: Question, visit: HouseholdVisit | None) -> Answer | None:
    if visit is None:
        return None
    return asked.answers.filter(unit__household=visit.household, unit__removed_at=None).first()


def _without_code(request: HttpRequest, asked: Question) -> HttpResponse:
    """Not known (any more) in this browser. What was typed is shown again, so that nobody writes it twice."""
    if request.method != "POST":
        return _show(request, asked, None)
    problem = _("Nothing was sent: it is over. What your household said before stands.")
    if asked.is_open:
        problem = _(
            "Nothing was sent yet: half an hour has passed, or a newer letter has replaced your code. Enter the code "
            "of the newest letter, then answer again."
        )
    return _show(request, asked, None, problem=problem, status=409, typed=_typed(request))


def _typed(request: HttpRequest) -> str:
    return request.POST.get("point", "").replace("\x00", "")[:1000]


def _show(
    request: HttpRequest,
    asked: Question,
    visit: HouseholdVisit | None,
    *,
    form: AnswerForm | None = None,
    problem: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    context = _context(request, asked, visit, asked.get_kind_display()) | {
        "form": form,
        "problem": problem,
        "typed": typed,
        "takes_codes": takes_codes(asked),
        "thresholds": thresholds_text(asked) if asked.kind == "consent" else "",
        "code_url": household_code_url(asked.case.community, request),
    }
    return render(request, "elevator_consultations/answer.html", context, status=status)


def _context(request: HttpRequest, asked: Question, visit: HouseholdVisit | None, title: str) -> dict[str, Any]:
    case = asked.case
    page_url = case_url(case, request) if case.is_public else ""
    crumbs = [Crumb(str(case.community), home_url(request, case.community))]
    crumbs += [Crumb(str(case), page_url)] if page_url else []
    return {
        "meta": PageMeta(title=title, language=get_language() or "", indexable=False, breadcrumbs=tuple(crumbs)),
        "asked": asked,
        "case": case,
        "page_url": page_url,
        "door": door_of(_with_places(visit)) if visit else "",
        "standing": standing_answer(asked, visit),
        "shares": shares_of_household(case, visit.household) if visit else [],
    }


def _with_places(visit: HouseholdVisit) -> Household:
    return Household.objects.select_related("stairwell__building__compound").get(pk=visit.household.pk)
