"""Staff: all cases of a community, and one with the ways to everything that is done in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.plugins.api import Crumb, LinkItem, PageMeta, community_of, private_page
from portal.plugins.bundled.elevator_consultations.choices import Stage
from portal.plugins.bundled.elevator_consultations.models import Case
from portal.plugins.bundled.elevator_consultations.showing import case_url
from portal.plugins.bundled.elevator_consultations.staff_links import links_of
from portal.plugins.bundled.elevator_consultations.staff_page import case_for, meta_of, url_of
from portal.plugins.bundled.elevator_consultations.wording import stage_note


@private_page
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Those whose page is not shown as well: what was decided in them is kept."""
    community = community_of(request)
    cases = Case.objects.filter(community=community).select_related("community") if community else []
    rows = [LinkItem(str(case), url_of(request, "staff_case", pk=case.pk), note=stage_note(case)) for case in cases]
    context = {"meta": meta_of(request, _("Elevators, for staff")), "rows": rows}
    return render(request, "elevator_consultations/staff/cases.html", context)


@private_page
@require_safe
def staff_case(request: HttpRequest, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    context = {
        "meta": case_meta(request, case),
        "case": case,
        "stage": str(Stage(case.stage).label),
        "note": stage_note(case),
        "page_url": case_url(case, request) if case.is_public else "",
        "links": list(links_of(case, request)),
    }
    return render(request, "elevator_consultations/staff/case.html", context)


def case_meta(request: HttpRequest, case: Case) -> PageMeta:
    above = meta_of(request, str(case))
    list_of_all = Crumb(_("Elevators, for staff"), url_of(request, "staff"))
    return PageMeta(
        title=str(case), language=above.language, indexable=False, breadcrumbs=(*above.breadcrumbs, list_of_all)
    )
