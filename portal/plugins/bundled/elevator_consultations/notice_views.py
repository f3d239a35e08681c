"""The public notice for everybody: as it was posted, its file to check, its poster."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.plugins.api import poster_page
from portal.plugins.bundled.elevator_consultations.chain import canonical
from portal.plugins.bundled.elevator_consultations.models import Case, PublicNotice
from portal.plugins.bundled.elevator_consultations.notice_shown import in_groups, poster_values, shown_notice
from portal.plugins.bundled.elevator_consultations.objecting import is_running
from portal.plugins.bundled.elevator_consultations.objection_views import public_case, public_meta, view_url


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The one that stands; where none was posted yet that is said."""
    case = public_case(request, pk)
    standing = case.notices.filter(replaced_at=None).first()
    if standing is None:
        context = {"meta": public_meta(request, case, _("Public notice")), "case": case}
        return render(request, "elevator_consultations/no_notice.html", context)
    return show_notice(request, case, standing)


@require_safe
def notice_of(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Any of them: what was replaced stays readable, and says so."""
    case, found = found_notice(request, pk, number)
    return show_notice(request, case, found)


@require_safe
def notice_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The very bytes whose SHA-256 is the digest."""
    _case, found = found_notice(request, pk, number)
    response = HttpResponse(canonical(found.frozen), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="notice-{pk}-{number}.json"'
    return response


@require_safe
def notice_poster(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    case, found = found_notice(request, pk, number)
    values = poster_values(shown_notice(found.frozen), found.chain_head)
    here = view_url(request, case, "notice_of", number=number)
    return poster_page(request, values, url=here, back=here)


def found_notice(request: HttpRequest, pk: int, number: int) -> tuple[Case, PublicNotice]:
    case = public_case(request, pk)
    return case, get_object_or_404(case.notices, number=number)


def show_notice(request: HttpRequest, case: Case, found: PublicNotice) -> HttpResponse:
    standing = case.notices.filter(replaced_at=None).first() if found.replaced_at else found
    shown = shown_notice(found.frozen)
    context = {
        "meta": public_meta(request, case, _("Public notice %(number)d") % {"number": found.number}),
        "case": case,
        "notice": found,
        "shown": shown,
        "head": in_groups(found.chain_head),
        "is_running": found.replaced_at is None and is_running(case, found),
        "newer_url": view_url(request, case, "notice") if found.replaced_at and standing else "",
        "file_url": view_url(request, case, "notice_file", number=found.number),
        "file_name": f"notice-{case.pk}-{found.number}.json",
        "poster_url": view_url(request, case, "notice_poster", number=found.number),
        "object_url": view_url(request, case, "my_objections"),
        "objections_url": view_url(request, case, "objections"),
    }
    return render(request, "elevator_consultations/notice.html", context)
