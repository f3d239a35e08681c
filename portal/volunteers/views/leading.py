"""A leader's pages: the shifts of the team, and who came."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.meta import Crumb
from portal.volunteers.attendance import Confirming, settle
from portal.volunteers.attendance_forms import AttendanceForm
from portal.volunteers.models import Member, Shift
from portal.volunteers.views.signed_in import by_phone, meta_of

SHOWN = 20


def leader_of(phone: str, team: int) -> Member:
    """404 for whoever does not lead this team."""
    rows = Member.objects.active().of_phone(phone).filter(team=team, team__leader__phone=phone)
    leader = next((row for row in rows.select_related("team__community") if row.is_leader), None)
    if leader is None:
        raise Http404
    return leader


@by_phone
def team(request: HttpRequest, pk: int, phone: str) -> HttpResponse:
    leader = leader_of(phone, pk)
    begun = Shift.objects.filter(duty__team=pk).over().with_counts()[:SHOWN]
    ahead = Shift.objects.filter(duty__team=pk).ahead().with_names()[:SHOWN]
    title = _("Who came: %(team)s") % {"team": leader.team}
    context = {"leader": leader, "begun": begun, "ahead": ahead, "meta": meta_of(title)}
    return render(request, "volunteers/leader.html", context)


@by_phone
def attendance(request: HttpRequest, pk: int, shift: int, phone: str) -> HttpResponse:
    leader = leader_of(phone, pk)
    row = get_object_or_404(Shift.objects.over(), pk=shift, duty__team=pk)
    form = AttendanceForm(request.POST or None, shift=row, except_member=leader.pk)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                for claim, has_come, minutes in form.answers():
                    settle(claim, has_come=has_come, minutes=minutes, by=Confirming(leader=leader))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect("volunteering:team", pk=pk)
    crumb = Crumb(_("Who came: %(team)s") % {"team": leader.team}, reverse("volunteering:team", args=[pk]))
    context = {"shift": row, "form": form, "meta": meta_of(str(row.duty), crumb)}
    return render(request, "volunteers/attendance.html", context, status=status)
