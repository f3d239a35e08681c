"""Visits to people who live alone: whom, when, who goes, and what is still open."""

from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from portal.communities.access.viewsets import CommunityListViewSet, CommunityScopedViewSet
from portal.volunteers import visits
from portal.volunteers.admin.base import RowView
from portal.volunteers.models import Member, Visit, VisitedPerson

LOCAL = "%Y-%m-%dT%H:%M"


class PersonIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[VisitedPerson]:
        return super().get_base_queryset().filter(erased_at=None).select_related("team", "community").order_by("pk")


class VisitedPersonViewSet(CommunityScopedViewSet):
    """Entered, changed, ended; erased by itself half a year after the end. Neither deleted nor exported here."""

    model = VisitedPerson
    name = "visited_people"
    icon = "user"
    menu_label = _("Visited people")
    index_view_class = PersonIndexView
    search_backend_name = None
    add_to_reference_index = False
    form_fields = [
        "community",
        "team",
        "name",
        "address",
        "phone",
        "note",
        "in_pairs",
        "worker",
        "worker_phone",
        "deputy",
        "deputy_phone",
        "escalate_after",
        "ended_on",
    ]
    list_display = [
        TitleColumn("name", label=_("Who"), get_url=lambda person: reverse("visited_people:edit", args=[person.pk])),
        Column("team", label=_("team")),
        Column("worker", label=_("worker in charge")),
        DateColumn("ended_on", label=_("visits ended on")),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | {"delete_url_name": None}

    def get_urlpatterns(self) -> list[Any]:
        return [each for each in super().get_urlpatterns() if each.name != "delete"]


class VisitIndexView(generic.IndexView):
    """What is open comes first, then the latest."""

    def get_base_queryset(self) -> QuerySet[Visit]:
        rows = super().get_base_queryset().select_related("person__community", "reported_by")
        return rows.order_by(F("next_alarm_at").asc(nulls_last=True), "-starts", "-pk")


def visitors_field() -> forms.ModelMultipleChoiceField:
    field: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=Member.objects.vetted().select_related("team").order_by("team", "pk"),
        label=_("Who goes"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Vetted members only."),
    )
    field.label_from_instance = lambda member: f"{member.name} · {member.team}"  # type: ignore[method-assign,assignment]  # its purpose
    return field


class PlanForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = VisitedPerson.objects.filter(ended_on=None, erased_at=None).order_by("pk")
        person: forms.ModelChoiceField = forms.ModelChoiceField(queryset=people, label=_("Whom"))
        person.label_from_instance = lambda row: row.name  # type: ignore[method-assign,assignment]  # its purpose
        self.fields["person"] = person
        for name, label in (("starts", _("From")), ("ends", pgettext_lazy("day", "To"))):
            widget = forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL)
            self.fields[name] = forms.DateTimeField(label=label, widget=widget, input_formats=[LOCAL, f"{LOCAL}:%S"])
        self.fields["members"] = visitors_field()


class PlanView(RowView):
    model = Visit
    row = None
    form_class = PlanForm
    page_title = _("Plan a visit")
    header_icon = "date"

    def get_page_subtitle(self) -> str:
        return ""

    def get_back(self) -> str:
        return reverse("visits:index")

    def do(self, button: str, form: forms.Form) -> Any:
        values = form.cleaned_data
        visits.plan_visit(
            values["person"], starts=values["starts"], ends=values["ends"], members=values["members"], by=self.user
        )
        return _("Saved")


class VisitForm(forms.Form):
    """Before the visit who goes; while something is open who has seen the person."""

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if can_close(visit):
            self.fields["seen_by"] = forms.CharField(label=_("Who has seen the person"), max_length=100, required=False)
            self.fields["note"] = forms.CharField(label=_("What was found"), max_length=300, required=False)
        elif is_ahead(visit):
            self.fields["members"] = visitors_field()
            self.fields["members"].initial = [each.member_id for each in visit.visitors.all()]
            self.fields["members"].queryset = self.fields["members"].queryset.filter(team=visit.person.team_id)  # type: ignore[attr-defined]  # rows


def can_close(visit: Visit) -> bool:
    return visit.closed_at is None and bool(visit.alarm_at or visit.outcome == "needs")


def is_ahead(visit: Visit) -> bool:
    return not (visit.outcome or visit.is_cancelled or visit.alarm_at)


class VisitView(RowView):
    model = Visit
    related = ("person__community", "reported_by")
    form_class = VisitForm
    page_title = _("Visit")
    header_icon = "home"

    def get_back(self) -> str:
        return reverse("visits:index")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"visit": self.row}

    def get_facts(self) -> list[tuple[Any, Any]]:
        row, person = self.row, self.row.person
        looks = [f"{each.member.name} {local(each.at)}" for each in row.views.select_related("member") if each.member]
        return [
            (_("Whom"), f"{person.name} · {person.address} {person.phone}".strip(" ·")),
            (_("When"), f"{local(row.starts)} – {local(row.ends)}"),
            (_("Who goes"), ", ".join(each.member.name for each in row.visitors.select_related("member"))),
            (_("How it ended"), row.get_outcome_display()),
            (_("Note"), row.note),
            (_("reported by"), f"{row.reported_by.name} {local(row.reported_at)}" if row.reported_by else ""),
            (_("alarm since"), local(row.alarm_at)),
            (_("how often told"), row.level or ""),
            (_("worker in charge"), f"{person.worker} {person.worker_phone}"),
            (_("deputy"), f"{person.deputy} {person.deputy_phone}"),
            (_("seen by"), f"{row.closed_by} {local(row.closed_at)}" if row.closed_at else ""),
            (_("what was found"), row.closed_note),
            (_("Looked at the address"), ", ".join(looks)),
        ]

    def get_buttons(self) -> list[tuple[str, Any, str]]:
        if can_close(self.row):
            return [("close", _("The person was seen"), "")]
        if is_ahead(self.row):
            return [("assign", _("Save"), ""), ("cancel", _("Cancel this visit"), "no")]
        return []

    def get_actions(self, form: forms.Form) -> dict[str, Any]:
        row, by, values = self.row, self.user, form.cleaned_data
        if can_close(row):
            seen_by, note = values.get("seen_by", ""), values.get("note", "")
            return {"close": lambda: visits.close(row, seen_by=seen_by, note=note, by=by)}
        if is_ahead(row):
            return {
                "assign": lambda: visits.assign(row, members=values["members"], by=by),
                "cancel": lambda: visits.cancel_visit(row, by=by),
            }
        return {}


def local(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


class VisitViewSet(CommunityListViewSet):
    model = Visit
    name = "visits"
    icon = "home"
    menu_label = _("Visits")
    index_view_class = VisitIndexView
    list_display = [
        TitleColumn(
            "number", label=_("Visit"), accessor=str, get_url=lambda row: reverse("visits:visit", args=[row.pk])
        ),
        Column("person", label=_("Whom"), accessor="person.name"),
        DateColumn("starts", label=_("from")),
        Column("outcome", label=_("how it ended"), accessor=lambda visit: visit.get_outcome_display()),
        BooleanColumn("is_open", label=_("Open")),
        Column("worker", label=_("worker in charge"), accessor="person.worker"),
    ]
    list_filter = ["outcome"]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**kwargs) | {"add_url_name": self.get_url_name("add")}

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("new/", self.construct_view(PlanView), name="add"),
            path("<int:pk>/", self.construct_view(VisitView), name="visit"),
        ]
