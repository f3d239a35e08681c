"""The fault line: anybody reports, staff say when it was seen to and mended."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.plugins.api import Crumb, PageMeta, Throttle, community_of, home_url, private_page
from portal.plugins.bundled.elevator_consultations.choices import Stage
from portal.plugins.bundled.elevator_consultations.fault_forms import FaultForm, FaultReportForm
from portal.plugins.bundled.elevator_consultations.fault_wording import duration_text, moment_text
from portal.plugins.bundled.elevator_consultations.faults import RESCUE, mend, report_fault, save_times, see_to
from portal.plugins.bundled.elevator_consultations.models import Case, Fault
from portal.plugins.bundled.elevator_consultations.showing import case_url
from portal.plugins.bundled.elevator_consultations.staff_page import case_for, meta_of, url_of

#: A whole estate may share one address, and everybody in it may find the elevator standing.
REPORTS = Throttle("elevators.fault", 20)


def running_case(request: HttpRequest, pk: int) -> Case:
    """404 for one that does not run yet, is not shown, or is another community's."""
    cases = Case.objects.filter(is_public=True, stage=Stage.IN_USE, community=community_of(request))
    return get_object_or_404(cases.select_related("community"), pk=pk)


def public_meta(request: HttpRequest, case: Case, title: str) -> PageMeta:
    home = Crumb(str(case.community), home_url(request, case.community))
    own = Crumb(str(case), case_url(case, request))
    return PageMeta(title=title, language=get_language() or "", indexable=False, breadcrumbs=(home, own))


@never_cache
def fault_report(request: HttpRequest, pk: int) -> HttpResponse:
    case = running_case(request, pk)
    form = FaultReportForm(request.POST or None)
    is_busy = False
    if request.method == "POST" and form.is_valid():
        is_busy = REPORTS.is_too_many(request)
        if not is_busy:
            report_fault(case, form.cleaned_data["what"], once=form.cleaned_data["once"])
            return redirect(url_of(request, "fault_thanks", pk=pk))
    context = {
        "meta": public_meta(request, case, _("Report a fault of the elevator")),
        "case": case,
        "form": form,
        "rescue": RESCUE,
        "is_busy": is_busy,
    }
    status = 429 if is_busy else 422 if form.errors else 200
    return render(request, "elevator_consultations/fault_report.html", context, status=status)


@require_safe
def fault_thanks(request: HttpRequest, pk: int) -> HttpResponse:
    case = running_case(request, pk)
    meta = public_meta(request, case, _("Thank you, the fault is reported"))
    context = {"meta": meta, "case_url": case_url(case, request), "rescue": RESCUE}
    return render(request, "elevator_consultations/fault_thanks.html", context)


# Staff


@private_page
@require_safe
def faults(request: HttpRequest, pk: int) -> HttpResponse:
    """What is open first. One query for the faults."""
    case = case_for(request, pk)
    rows = sorted(case.faults.all()[:200], key=lambda each: each.mended_at is not None)
    context = {
        "meta": meta_of(request, _("Faults: %(case)s") % {"case": case}, case),
        "rows": [(each, url_of(request, "fault", pk=pk, fault=each.pk), state_text(each)) for each in rows],
        "mark_url": url_of(request, "fault_mark", pk=pk),
    }
    return render(request, "elevator_consultations/staff/faults.html", context)


def state_text(fault: Fault) -> str:
    if fault.mended_at:
        return _("Mended after %(time)s") % {"time": duration_text(fault.mended_at - fault.reported_at)}
    if fault.seen_at:
        return _("Seen to %(at)s") % {"at": moment_text(fault.seen_at)}
    return _("Nobody is there yet")


@private_page
@require_POST
def fault_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """A button of the list: seen to, or mended, now."""
    case = case_for(request, pk)
    name, _colon, number = request.POST.get("mark", "").partition(":")
    action = {"seen": see_to, "mended": mend}.get(name)
    if action is None or not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise Http404
    action(get_object_or_404(Fault, pk=int(number), case=case), by=request.user)  # type: ignore[arg-type]  # the gate lets staff in
    messages.success(request, _("Saved. Everybody sees it on the page of the elevator."))
    return redirect(url_of(request, "faults", pk=pk))


@private_page
def fault(request: HttpRequest, pk: int, fault: int) -> HttpResponse:
    case = case_for(request, pk)
    row = get_object_or_404(Fault.objects.select_related("case"), pk=fault, case=case)
    form = FaultForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        save_times(form.instance, by=request.user)  # type: ignore[arg-type]  # the gate lets staff in
        messages.success(request, _("Saved. Everybody sees it on the page of the elevator."))
        return redirect(url_of(request, "faults", pk=pk))
    title = _("Fault reported %(at)s") % {"at": moment_text(row.reported_at)}
    what = Fault.objects.values_list("what", flat=True).get(pk=row.pk)
    context = {"meta": meta_of(request, title, case), "form": form, "what": what}
    return render(request, "elevator_consultations/staff/fault.html", context, status=422 if form.errors else 200)
