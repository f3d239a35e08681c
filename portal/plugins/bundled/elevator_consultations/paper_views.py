"""Staff: answers on paper entered, single answers and scans looked at. Looks are POSTs, since each is logged."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.log_actions import log

from portal.plugins.api import CodeRefused, private_page
from portal.plugins.bundled.elevator_consultations.answer_forms import PaperForm
from portal.plugins.bundled.elevator_consultations.answering import enter_paper
from portal.plugins.bundled.elevator_consultations.doors import door_of
from portal.plugins.bundled.elevator_consultations.form_errors import add_errors
from portal.plugins.bundled.elevator_consultations.models import Answer, SignedPaper
from portal.plugins.bundled.elevator_consultations.question_views import question_for
from portal.plugins.bundled.elevator_consultations.scans import ENDINGS
from portal.plugins.bundled.elevator_consultations.staff_page import meta_of, url_of


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Once a paper is in, the form stands there again for the next one. `?unit=` has chosen a door."""
    case, asked = question_for(request, pk, question)
    is_sent = request.method == "POST"
    initial = {} if is_sent else {"unit": request.GET.get("unit", "")}
    form = PaperForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, question=asked, initial=initial
    )
    if is_sent and form.is_valid():
        given = form.cleaned_data
        try:
            enter_paper(
                asked,
                given["unit"],
                given["voice"],
                form.paper(),
                by=request.user,  # type: ignore[arg-type]  # the gate lets staff in
                point=given["point"],
            )
        except CodeRefused as refused:
            form.add_error(None, str(refused.problem.label))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Entered for %(door)s.") % {"door": door_of(given["unit"].household)})
            return redirect(url_of(request, "paper", pk=pk, question=question))
    context = {
        "meta": meta_of(request, _("Answer on paper"), case),
        "form": form,
        "button": _("Enter it"),
        "lead": str(asked.texts),
        "explanation": _("What a unit wrote, entered for it. Who entered it, when and why is kept."),
    }
    return render(request, "elevator_consultations/staff/form.html", context, status=422 if form.errors else 200)


@private_page
@require_POST
def single_answer(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """What one unit has said. That somebody looked is logged, with the unit."""
    case, asked = question_for(request, pk, question)
    found = get_object_or_404(
        Answer.objects.select_related("unit__household__stairwell__building__compound", "entered_by"),
        question=asked,
        unit=_number(request, "unit"),
    )
    _log(request, case, "elevators.look_at_answer", found)
    papers = found.papers.defer("content").select_related("entered_by")
    context = {
        "meta": meta_of(request, door_of(found.unit.household), case),
        "asked": asked,
        "answer": found,
        "papers": papers,
        "scan_url": url_of(request, "scan", pk=pk, question=question),
        "back": url_of(request, "question", pk=pk, question=question),
    }
    return render(request, "elevator_consultations/staff/answer.html", context)


@private_page
@require_POST
def scan(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """The file itself, to be kept by nobody; logged."""
    case, asked = question_for(request, pk, question)
    papers = SignedPaper.objects.filter(answer__question=asked).exclude(digest="").select_related("answer")
    found = get_object_or_404(papers, pk=_number(request, "paper"))
    _log(request, case, "elevators.look_at_scan", found.answer)
    response = HttpResponse(bytes(found.content), content_type=found.content_type)
    name = f"scan-{case.pk}-{found.pk}.{ENDINGS[found.content_type]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    if not given.isascii() or not given.isdecimal() or len(given) > 15:
        raise Http404
    return int(given)


def _log(request: HttpRequest, case: object, action: str, answer: Answer) -> None:
    log(instance=case, action=action, user=request.user, data={"question": answer.question_id, "unit": answer.unit_id})
