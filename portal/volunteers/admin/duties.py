"""Duties, their shifts, and who came."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from portal.communities.access.viewsets import CommunityListViewSet, CommunityScopedViewSet
from portal.volunteers.admin.base import RowView
from portal.volunteers.attendance import Confirming, settle
from portal.volunteers.attendance_forms import AttendanceForm
from portal.volunteers.claims import claim
from portal.volunteers.duties import cancel_duty, cancel_shift, save_duty
from portal.volunteers.models import Duty, Member, Shift


class DutyForm(forms.ModelForm):
    class Meta:
        model = Duty
        fields = [
            "team",
            "names",
            "notes",
            "venue",
            "place",
            "repeats",
            "first_day",
            "last_day",
            "weekdays",
            "starts_at",
            "ends_at",
            "places",
            "hours_before",
        ]
        widgets = {
            "first_day": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "last_day": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "starts_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "ends_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        team, venue = cleaned.get("team"), cleaned.get("venue")
        if team and venue and venue.community_id != team.community_id:
            self.add_error("venue", _("This venue is of another community."))
        if self.instance.pk and "team" in self.changed_data:
            self.add_error("team", _("A duty stays with its team."))
        return cleaned

    def save(self, commit: bool = True) -> Duty:
        if commit:
            save_duty(self.instance)
        return self.instance

    def save_m2m(self) -> None:
        """There is none."""


class DutyIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Duty]:
        return super().get_base_queryset().select_related("team__community").order_by("is_cancelled", "-first_day")


class CancelDutyView(RowView):
    model = Duty
    page_title = _("Cancel a duty")
    header_icon = "cross"

    def get_back(self) -> str:
        return reverse("duties:index")

    def get_facts(self) -> list[tuple[Any, Any]]:
        return [("", _("All its shifts that lie ahead are off, and everybody who has one is told."))]

    def get_buttons(self) -> list[tuple[str, Any, str]]:
        return [] if self.row.is_cancelled else [("cancel", _("Cancel this duty"), "no")]

    def get_actions(self, form: forms.Form) -> dict[str, Any]:
        return {} if self.row.is_cancelled else {"cancel": lambda: cancel_duty(self.row, by=self.user)}


class DutyEditView(generic.EditView):
    @property
    def header_more_buttons(self) -> list[Any]:
        url = reverse("duties:cancel", args=[self.object.pk])
        return [*super().header_more_buttons, Button(_("Cancel this duty"), url=url, icon_name="cross", priority=50)]


class DutyViewSet(CommunityScopedViewSet):
    """Duties are cancelled, not deleted: people have taken their shifts."""

    model = Duty
    name = "duties"
    icon = "tasks"
    menu_label = _("Duties")
    index_view_class = DutyIndexView
    edit_view_class = DutyEditView
    search_backend_name = None
    add_to_reference_index = False
    list_display = ["__str__", "team", "repeats", "first_day", "last_day", "places", "is_cancelled"]
    list_filter = ["team", "is_cancelled"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return DutyForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | {"delete_url_name": None}

    def get_urlpatterns(self) -> list[Any]:
        patterns = [each for each in super().get_urlpatterns() if each.name != "delete"]
        return [*patterns, path("cancel/<int:pk>/", self.construct_view(CancelDutyView), name="cancel")]


class ShiftIndexView(generic.IndexView):
    """Those of the last four weeks and all to come, soonest first."""

    def get_base_queryset(self) -> QuerySet[Shift]:
        since = timezone.now() - dt.timedelta(weeks=4)
        shifts = super().get_base_queryset().filter(ends__gt=since, is_cancelled=False, duty__is_cancelled=False)
        return shifts.select_related("duty__team").order_by("starts", "pk")


class AddToShiftForm(AttendanceForm):
    member = forms.ModelChoiceField(
        queryset=Member.objects.active(), label=_("Add somebody"), required=False, help_text=_("Until the deadline.")
    )

    def __init__(self, *args: Any, shift: Shift, **kwargs: Any) -> None:
        super().__init__(*args, shift=shift, **kwargs)
        field = self.fields["member"]
        field.queryset = Member.objects.active().filter(team=shift.duty.team_id)  # type: ignore[attr-defined]  # rows
        field.label_from_instance = lambda member: member.name  # type: ignore[attr-defined]  # likewise
        if not shift.is_open():
            del self.fields["member"]


class ShiftView(RowView):
    """Who has the shift; once it began, who came and for how long."""

    model = Shift
    related = ("duty__team",)
    form_class = AddToShiftForm
    page_title = _("Shift")
    header_icon = "calendar"

    def get_back(self) -> str:
        return reverse("shifts:index")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"shift": self.row}

    def get_facts(self) -> list[tuple[Any, Any]]:
        row = self.row
        begun = row.starts <= timezone.now()
        names = ", ".join(each.member.name for each in row.claims.select_related("member"))
        return [
            (_("team"), row.duty.team),
            (_("places taken"), f"{row.taken}/{row.capacity}"),
            (_("Who"), "" if begun else names),
        ]

    def get_buttons(self) -> list[tuple[str, Any, str]]:
        off = [] if self.row.starts <= timezone.now() else [("cancel", _("Cancel this shift"), "no")]
        return [("save", _("Save"), ""), *off]

    def get_actions(self, form: Any) -> dict[str, Any]:
        return {"save": lambda: self.save(form), "cancel": lambda: cancel_shift(self.row, by=self.user)}

    def save(self, form: Any) -> None:
        for held, has_come, minutes in form.answers():
            settle(held, has_come=has_come, minutes=minutes, by=Confirming(user=self.user))
        if member := form.cleaned_data.get("member"):
            claim(self.row, member=member)


class ShiftViewSet(CommunityListViewSet):
    model = Shift
    name = "shifts"
    icon = "calendar"
    menu_label = _("Shifts and attendance")
    index_view_class = ShiftIndexView
    list_display = [
        TitleColumn("duty", label=_("duty"), get_url=lambda row: reverse("shifts:shift", args=[row.pk])),
        Column("team", label=_("team"), accessor="duty.team"),
        DateColumn("starts", label=_("begins")),
        Column("taken", label=_("places taken"), accessor=lambda shift: f"{shift.taken}/{shift.capacity}"),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("<int:pk>/", self.construct_view(ShiftView), name="shift")]
