"""Hours and certificates."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import View
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from portal.communities.access.viewsets import CommunityListViewSet
from portal.names import Names, NamesFormField
from portal.volunteers.addresses import certificate_url
from portal.volunteers.admin.base import RowView
from portal.volunteers.attendance import LONGEST, Confirming, record_hours
from portal.volunteers.certificates import issue, revoke
from portal.volunteers.export import csv_of
from portal.volunteers.models import Certificate, Member, ServiceRecord
from portal.volunteers.wording import hours_text


def members_field(**values: Any) -> forms.ModelChoiceField:
    field: forms.ModelChoiceField = forms.ModelChoiceField(queryset=Member.objects.none(), **values)
    field.label_from_instance = lambda member: f"{member.name} · {member.team}"  # type: ignore[method-assign,assignment]  # its purpose
    return field


class HoursForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"] = members_field(label=_("Volunteer"))
        self.fields["member"].queryset = Member.objects.active().select_related("team").order_by("team", "pk")  # type: ignore[attr-defined]  # rows
        self.fields["names"] = NamesFormField(label=_("What was done"), max_length=120)
        self.fields["day"] = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}))
        self.fields["hours"] = forms.DecimalField(
            label=_("Hours"), min_value=Decimal("0.1"), max_value=LONGEST // 60, decimal_places=1
        )


class RecordHoursView(RowView):
    """What was no shift here."""

    model = ServiceRecord
    row = None
    form_class = HoursForm
    page_title = _("Record hours")
    header_icon = "time"

    def get_page_subtitle(self) -> str:
        return ""

    def get_back(self) -> str:
        return reverse("hours:index")

    def do(self, button: str, form: forms.Form) -> Any:
        values = form.cleaned_data
        names, minutes = Names(values["names"]), round(values["hours"] * 60)
        by = Confirming(user=self.user)
        record_hours(values["member"], names=names, day=values["day"], minutes=minutes, by=by)
        return _("Saved")


class HoursIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[ServiceRecord]:
        return super().get_base_queryset().select_related("member", "team__community")

    @property
    def header_buttons(self) -> list[Any]:
        export = HeaderButton(_("File for the national system"), url=reverse("hours:national"), icon_name="download")
        return [*super().header_buttons, export]


class NationalFileView(WagtailAdminTemplateMixin, View):
    """All hours of a year (`?year=2026`, this one without) of the person's communities, as CSV."""

    model = ServiceRecord
    permission_required = "change"

    def get_base_queryset(self) -> QuerySet[ServiceRecord]:
        return ServiceRecord.objects.all()

    def get(self, request: HttpRequest) -> HttpResponse:
        given = request.GET.get("year", "")
        year = int(given) if given.isdecimal() and dt.MINYEAR <= int(given) <= dt.MAXYEAR else timezone.localdate().year
        records = self.get_queryset().filter(day__year=year, member__erased_at=None)
        records = records.select_related("member", "team__community").order_by("day", "pk")
        content = csv_of(records)
        log(instance=request.user, action="volunteers.export", user=request.user, data={"year": year})
        headers = {"Content-Disposition": f'attachment; filename="volunteer-hours-{year}.csv"'}
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)

    def get_queryset(self) -> QuerySet[ServiceRecord]:
        """Within reach: see `ScopedViewMixin`."""
        return self.within_reach(ServiceRecord.objects.all())


class HoursViewSet(CommunityListViewSet):
    model = ServiceRecord
    name = "hours"
    icon = "time"
    menu_label = _("Hours")
    index_view_class = HoursIndexView
    list_display = [
        TitleColumn(
            "member",
            label=_("Who"),
            accessor=lambda record: record.member.name,
            get_url=lambda record: reverse("volunteers:member", args=[record.member_id]),
        ),
        Column("names", label=_("what was done")),
        Column("team", label=_("team")),
        "day",
        Column("minutes", label=_("Hours"), accessor=lambda record: hours_text(record.minutes)),
        Column("confirmed_by", label=_("confirmed by")),
    ]
    list_filter = ["team"]
    search_fields = ["member__name"]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**kwargs) | {"add_url_name": self.get_url_name("add")}

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("new/", self.construct_view(RecordHoursView), name="add"),
            path("national/", self.construct_view(NationalFileView), name="national"),
        ]


class IssueForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"] = members_field(label=_("Volunteer"))
        self.fields["member"].queryset = Member.objects.kept().select_related("team").order_by("team", "pk")  # type: ignore[attr-defined]  # rows
        for name, label in (("first", _("From")), ("last", pgettext_lazy("day", "To"))):
            self.fields[name] = forms.DateField(
                label=label, required=False, widget=forms.DateInput({"type": "date"}), help_text=_("Empty: all.")
            )


class IssueView(RowView):
    """For somebody who comes to the counter."""

    model = Certificate
    row = None
    form_class = IssueForm
    page_title = _("New certificate")
    header_icon = "doc-full"

    def get_page_subtitle(self) -> str:
        return ""

    def get_back(self) -> str:
        return reverse("certificates:index")

    def do(self, button: str, form: forms.Form) -> Any:
        values = form.cleaned_data
        return issue(values["member"], first=values["first"], last=values["last"], by=self.user).number


class CertificateView(RowView):
    model = Certificate
    related = ("member", "team__community")
    page_title = _("Certificate")
    header_icon = "doc-full"

    def get_back(self) -> str:
        return reverse("certificates:index")

    def get_facts(self) -> list[tuple[Any, Any]]:
        row = self.row
        return [
            (_("Who"), row.name),
            (_("Hours"), hours_text(row.minutes)),
            (_("to print"), certificate_url(row)),
            (_("revoked at"), row.revoked_at),
        ]

    def get_buttons(self) -> list[tuple[str, Any, str]]:
        return [] if self.row.revoked_at else [("revoke", _("Revoke it: it was wrong"), "no")]

    def get_actions(self, form: forms.Form) -> dict[str, Any]:
        return {"revoke": lambda: revoke(self.row, by=self.user)}


class CertificateIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Certificate]:
        return super().get_base_queryset().select_related("team")


class CertificateViewSet(CommunityListViewSet):
    model = Certificate
    name = "certificates"
    icon = "doc-full"
    menu_label = _("Certificates")
    index_view_class = CertificateIndexView
    list_display = [
        TitleColumn("number", label=_("number"), get_url=lambda row: reverse("certificates:one", args=[row.pk])),
        Column("name", label=_("Who")),
        Column("team", label=_("team")),
        Column("minutes", label=_("Hours"), accessor=lambda row: hours_text(row.minutes)),
        DateColumn("issued_at", label=_("issued at")),
    ]
    search_fields = ["number", "name"]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**kwargs) | {"add_url_name": self.get_url_name("add")}

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("new/", self.construct_view(IssueView), name="add"),
            path("<int:pk>/", self.construct_view(CertificateView), name="one"),
        ]
