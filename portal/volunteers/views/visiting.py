"""A visitor's pages: which visits are theirs, where to go around the time, and how it was."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.meta import Crumb
from portal.volunteers.choices import VisitOutcome
from portal.volunteers.forms import ReportForm
from portal.volunteers.models import Member, Visit, Visitor
from portal.volunteers.views.signed_in import by_phone, meta_of
from portal.volunteers.visits import look_at_address, report

SHOWN = 20


def visitors_with(phone: str) -> list[Member]:
    return list(Member.objects.vetted().of_phone(phone))


@by_phone
def index(request: HttpRequest, phone: str) -> HttpResponse:
    """Times and numbers; whom and where stands on each visit's own page."""
    rows = Visitor.objects.filter(member__in=visitors_with(phone), visit__is_cancelled=False)
    visits = [row.visit for row in rows.select_related("visit").order_by("-visit__starts", "-visit")[:SHOWN]]
    return render(request, "volunteers/visits.html", {"visits": visits, "meta": meta_of(_("My visits"))})


@by_phone
def visit(request: HttpRequest, pk: int, phone: str) -> HttpResponse:
    """Each view of the address is written down."""
    own = Visitor.objects.filter(visit=pk, visit__is_cancelled=False, member__in=visitors_with(phone))
    row = own.select_related("member", "visit__person").first()
    if row is None:
        raise Http404
    form, status = ReportForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            outcome = VisitOutcome(form.cleaned_data["outcome"])
            try:
                report(row.visit, outcome=outcome, note=form.cleaned_data["note"], member=row.member)
            except ValidationError as error:
                form.add_error(None, error)
            except PermissionDenied:
                form.add_error(None, _("This visit was closed already."))
            else:
                return redirect(request.path)
    found: Visit = row.visit
    context = {
        "visit": found,
        "form": form,
        "person": look_at_address(found, member=row.member) if found.shows_address() else None,
        "companions": [
            each.member.name for each in found.visitors.select_related("member") if each.member_id != row.member_id
        ],
        "can_report": found.can_be_reported(),
        "meta": meta_of(
            _("Visit %(number)s") % {"number": found}, Crumb(_("My visits"), reverse("volunteering:visits"))
        ),
    }
    return render(request, "volunteers/visit.html", context, status=status)
