"""Staff: what was handed in, found by reference, phone or name; a look at one, its link anew, taking back, erasing."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.log_actions import log

from portal.communities.access.policy import community_policy
from portal.communities.access.viewsets import CommunityListViewSet
from portal.communities.choices import Role
from portal.communities.rules import Anyone, has_role
from portal.communities.staff_views import StaffView
from portal.participation.actions import renew_link, withdraw
from portal.participation.addresses import private_link
from portal.participation.codes import REFERENCE_SIGNS, plain_code
from portal.participation.erasing import erase_entries, kinds
from portal.participation.models import Entry
from portal.participation.querysets import EntryQuerySet, model_of
from portal.phones import plain_phone


def kind_name(entry: Entry) -> str:
    model = model_of(entry.kind)
    return str(model._meta.verbose_name) if model else entry.kind


def found_by(query: str) -> Q:
    """A reference however it is written, a phone number, a part of a name."""
    wanted = Q(name__icontains=query)
    if len(code := plain_code(query)) == REFERENCE_SIGNS:
        wanted |= Q(reference=code)
    if len(phone := plain_phone(query)) >= 5:
        wanted |= Q(phone=phone)
    return wanted


def within_reach(rows: EntryQuerySet, user: Anyone, action: str = "view") -> EntryQuerySet:
    """Without what a kind's own policy keeps from this person: leads may see what editors may not."""
    for kind in kinds():
        policy = community_policy(kind)
        if policy is not None and policy.model is not Entry:
            allowed = policy.instances_user_has_any_permission_for(user, [action]).order_by().values("pk")
            rows = rows.exclude(Q(kind=kind._meta.label_lower) & ~Q(pk__in=allowed))
    return rows


class EntryIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Entry]:
        shown = within_reach(Entry.objects.shown(), self.request.user).order_by().values("pk")
        return super().get_base_queryset().filter(pk__in=shown).select_related("community")

    def search_queryset(self, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        return queryset.filter(found_by(self.search_query)) if self.search_query else queryset


class EntryView(StaffView):
    """One of them: what its person sees, and what staff may do with it."""

    model = Entry
    template_name = "participation/admin/entry.html"
    header_icon = "form"
    permission_required = "change"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    @cached_property
    def entry(self) -> Entry:
        action = "view" if self.request.method in ("GET", "HEAD") else "change"
        rows = within_reach(Entry.objects.shown(), self.user, action)
        return get_object_or_404(rows, pk=self.kwargs["pk"]).specific

    @property
    def may_erase(self) -> bool:
        return has_role(self.user, self.entry.community, Role.LEAD)

    def get_page_title(self) -> str:
        return self.entry.get_title()

    def get_page_subtitle(self) -> str:
        return self.entry.shown_reference

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "facts": self.entry.get_facts(),
            "consents": self.entry.consents.select_related("notice"),
            "own_url": self.own_url,
        }

    @property
    def own_url(self) -> str | None:
        """Of the list that its kind may have for itself."""
        url = AdminURLFinder(self.user).get_edit_url(self.entry)
        return None if url == self.request.path else url

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        match request.POST.get("action"):
            case "link":
                link = private_link(renew_link(self.entry, by=self.user))
                return self.render_to_response(self.get_context_data(link=link))
            case "withdraw":
                if withdraw(self.entry, by=self.user):
                    messages.success(request, _("Taken back: %(reference)s") % {"reference": self.entry})
                return redirect(request.path)
            case "erase":
                return self.erase()
        return redirect(request.path)

    def erase(self) -> HttpResponse:
        if not self.may_erase:
            raise PermissionDenied
        reference = str(self.entry)
        log(instance=self.entry, action="participation.erase", user=self.user)
        erase_entries(Entry.objects.filter(pk=self.entry.pk), frees_places=True)
        messages.success(self.request, _("Erased: %(reference)s") % {"reference": reference})
        return redirect("entries:index")


class EntryViewSet(CommunityListViewSet):
    """The search at the counter. Each kind may have a list of its own besides."""

    model = Entry
    name = "entries"
    icon = "form"
    menu_label = gettext_lazy("Handed in")
    menu_order = 240
    add_to_admin_menu = True
    search_fields = ["reference"]
    index_view_class = EntryIndexView
    index_results_template_name = "participation/admin/entries_results.html"
    list_display = [
        TitleColumn("reference", label=gettext_lazy("reference"), accessor="shown_reference", url_name="entries:edit"),
        Column("name", label=gettext_lazy("Who")),
        Column("phone", classname="w-whitespace-nowrap"),
        Column("what", label=gettext_lazy("kind"), accessor=kind_name),
        Column("community"),
        Column("how", label=gettext_lazy("how it came in"), accessor="get_handed_in_by_display"),
        DateColumn("created_at", label=gettext_lazy("handed in at")),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", self.construct_view(EntryView), name="edit"),
        ]
