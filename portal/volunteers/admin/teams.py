"""Teams with their leaders and figures, and who is in them."""

from typing import Any

from django import forms
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from portal.communities.access.viewsets import CommunityListViewSet, CommunityScopedViewSet
from portal.participation.actions import hand_in, withdraw
from portal.participation.choices import HandedInBy
from portal.volunteers import members
from portal.volunteers.admin.base import RowView
from portal.volunteers.choices import MemberStatus
from portal.volunteers.forms import JoinForm
from portal.volunteers.models import Claim, Member, ServiceRecord, Team
from portal.volunteers.wording import hours_text


class TeamIndexView(generic.IndexView):
    """With the figures of this year. One query."""

    def get_base_queryset(self) -> QuerySet[Team]:
        year = timezone.localdate().year
        records = ServiceRecord.objects.filter(team=OuterRef("pk"), day__year=year).order_by().values("team")
        claims = Claim.objects.filter(shift__duty__team=OuterRef("pk"), has_come=True, shift__starts__year=year)
        return (
            super()
            .get_base_queryset()
            .select_related("leader", "community")
            .annotate(
                member_count=Count("members", filter=Q(members__status=MemberStatus.ACTIVE)),
                minutes=Coalesce(Subquery(records.annotate(sum=Sum("minutes")).values("sum")), 0),
                people=Coalesce(Subquery(records.annotate(n=Count("member", distinct=True)).values("n")), 0),
                came=Coalesce(
                    Subquery(claims.order_by().values("shift__duty__team").annotate(n=Count("pk")).values("n")), 0
                ),
            )
        )


class TeamForm(forms.ModelForm):
    class Meta:
        model = Team
        fields = ["leader"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["leader"]
        field.queryset = Member.objects.active().filter(team=self.instance)  # type: ignore[attr-defined]  # a choice of rows
        field.label_from_instance = lambda member: member.name  # type: ignore[attr-defined]  # likewise


class TeamViewSet(CommunityScopedViewSet):
    """Teams come with their pages; here they get a leader."""

    model = Team
    name = "volunteer_teams"
    icon = "group"
    menu_label = _("Teams")
    index_view_class = TeamIndexView
    inspect_view_enabled = False
    search_backend_name = None
    add_to_reference_index = False
    list_display = [
        "__str__",
        Column("leader", label=_("Leader"), accessor=lambda team: team.leader.name if team.leader else ""),
        Column("member_count", label=_("Members")),
        Column("people", label=_("Served this year")),
        Column("came", label=_("Shifts this year")),
        Column("minutes", label=_("Hours this year"), accessor=lambda team: hours_text(team.minutes)),
        Column("community", label=_("community")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return TeamForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        none = dict.fromkeys(("add_url_name", "delete_url_name", "copy_url_name"))
        return super().get_common_view_kwargs(**kwargs) | none

    def get_urlpatterns(self) -> list[Any]:
        return [each for each in super().get_urlpatterns() if each.name not in ("add", "delete")]


class MemberIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Member]:
        return super().get_base_queryset().filter(erased_at=None).select_related("team", "community").with_minutes()


class MemberForm(forms.Form):
    question = forms.CharField(
        label=_("Question to them"), max_length=300, required=False, help_text=_("Only to ask back.")
    )


class MemberView(RowView):
    """Somebody who asked, or is in the team: confirm, ask back, decline; vet for visits; take out."""

    model = Member
    related = ("team", "community", "vetted_by")
    form_class = MemberForm
    page_title = _("Volunteer")
    header_icon = "user"

    def get_page_subtitle(self) -> str:
        return self.row.name

    def get_back(self) -> str:
        return reverse("volunteers:index")

    def get_facts(self) -> list[tuple[Any, Any]]:
        row = self.row
        vetted = f"{timezone.localtime(row.vetted_at):%Y-%m-%d} {row.vetted_by or ''}" if row.vetted_at else ""
        minutes = ServiceRecord.objects.filter(member=row).aggregate(all=Sum("minutes", default=0))["all"]
        return [
            (_("Team"), row.team),
            (_("Status"), row.get_status()),
            (_("Phone"), row.phone),
            *((fact.label, fact.value) for fact in row.get_facts()),
            (_("You asked"), row.question),
            (_("Answer"), row.answer),
            (_("Vetted for visits"), vetted),
            (_("Hours"), hours_text(minutes)),
            (_("Reference"), row.shown_reference),
            (_("How it came in"), row.get_handed_in_by_display()),
        ]

    def get_form(self, form_class: Any = None) -> forms.Form:
        form = super().get_form(form_class)
        if not self.is_waiting:
            del form.fields["question"]
        return form

    @property
    def is_waiting(self) -> bool:
        return self.row.status in (MemberStatus.ASKED, MemberStatus.QUESTION)

    def get_buttons(self) -> list[tuple[str, Any, str]]:
        if self.is_waiting:
            return [
                ("confirm", _("Take into the team"), ""),
                ("ask", _("Ask back"), "button-secondary"),
                ("decline", _("Decline"), "no"),
            ]
        if not self.row.is_active:
            return []
        vetted = (
            ("unvet", _("No longer vetted"), "button-secondary")
            if self.row.vetted_at
            else ("vet", _("Vetted for visits to people living alone"), "")
        )
        return [vetted, ("out", _("Take out of the team"), "no")]

    def get_actions(self, form: forms.Form) -> dict[str, Any]:
        row, by = self.row, self.user
        question = form.cleaned_data.get("question", "")
        waiting = {
            "confirm": lambda: members.confirm(row, by=by),
            "decline": lambda: members.decline(row, by=by),
            **({"ask": lambda: members.ask_back(row, question=question, by=by)} if question else {}),
        }
        active = {
            "vet": lambda: members.vet(row, by=by),
            "unvet": lambda: members.vet(row, by=by, is_vetted=False),
            "out": lambda: withdraw(row, by=by),
        }
        return waiting if self.is_waiting else active if row.is_active else {}


class NewMemberForm(JoinForm):
    """Typed in by staff for somebody: who, and why."""

    team = forms.ModelChoiceField(queryset=Team.objects.order_by("pk"), label=_("Team"))
    channel = forms.ChoiceField(
        label=_("How it came in"), choices=[each for each in HandedInBy.choices if each[0] != HandedInBy.WEB]
    )
    why = forms.CharField(label=_("Why for somebody else"), max_length=200)
    has_trap = False

    field_order = ["team", "name", "phone", "available", "skills", "channel", "why"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if team := cleaned.get("team"):
            self.instance.team, self.instance.community = team, team.community
        return cleaned


class NewMemberView(RowView):
    """No row yet: somebody signed on paper. They are a member at once, and told so."""

    model = Member
    form_class: Any = NewMemberForm
    page_title = _("New volunteer")
    header_icon = "user"
    row = None

    def get_page_subtitle(self) -> str:
        return ""

    def get_back(self) -> str:
        return reverse("volunteers:index")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Member()}

    def do(self, button: str, form: Any) -> Any:
        hand_in(
            form.instance,
            consents=form.given_consents(),
            channel=HandedInBy(form.cleaned_data["channel"]),
            by=self.user,
            why=form.cleaned_data["why"],
        )
        return _("Saved")


class MemberViewSet(CommunityListViewSet):
    model = Member
    name = "volunteers"
    icon = "user"
    menu_label = _("Volunteers")
    index_view_class = MemberIndexView
    list_display = [
        TitleColumn("name", label=_("Who"), get_url=lambda row: reverse("volunteers:member", args=[row.pk])),
        Column("team", label=_("team")),
        Column("status", label=_("status"), accessor=lambda member: member.get_status()),
        Column("phone", label=_("phone"), classname="w-whitespace-nowrap"),
        Column("minutes", label=_("Hours"), accessor=lambda member: hours_text(member.minutes)),
        DateColumn("vetted_at", label=_("vetted at")),
        DateColumn("created_at", label=_("Asked on")),
    ]
    list_filter = ["status", "team"]
    search_fields = ["name", "phone", "reference"]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**kwargs) | {"add_url_name": self.get_url_name("add")}

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("new/", self.construct_view(NewMemberView), name="add"),
            path("<int:pk>/", self.construct_view(MemberView), name="member"),
        ]
