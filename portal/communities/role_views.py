"""The editors' screen: leads look after the people of their communities, city administrators after all."""

from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import registry as log_registry

from portal.communities.access.viewsets import CommunityScopedViewSet
from portal.communities.accounts import can_hand_out_password_link, password_path
from portal.communities.models import CommunityRole
from portal.communities.role_forms import ChangeRoleForm, NewRoleForm
from portal.communities.roles import take_role

ROLE_ACTIONS = ("communities.give_role", "communities.take_role")


class RoleIndexView(generic.IndexView):
    export_headings: ClassVar[dict[str, Any]] = {
        "user.username": _("user name"),
        "user.get_full_name": _("full name"),
        "get_role_display": _("role"),
        "user.last_login": _("last login"),
    }

    def get_base_queryset(self) -> QuerySet[CommunityRole]:
        return super().get_base_queryset().select_related("user", "community", "given_by")

    @cached_property
    def columns(self) -> list[Column]:
        """Wagtail puts the link and the buttons of a row on a first column that it makes itself."""
        first, *others = super().columns
        title = self._get_title_column("user__username")
        title.label = first.label
        return [title, *others]

    def get_list_more_buttons(self, instance: CommunityRole) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if not instance.user.has_usable_password():
            url = reverse("editors:password_link", args=[instance.pk])
            buttons.append(Button(_("Link to set a password"), url=url, icon_name="key", priority=40))
        return buttons


class RoleCreateView(generic.CreateView):
    def save_instance(self) -> CommunityRole:
        return self.form.give(by=self.request.user)

    def get_success_url(self) -> str:
        if not self.object.user.has_usable_password():
            return reverse("editors:password_link", args=[self.object.pk])
        return super().get_success_url()


class RoleEditView(generic.EditView):
    def save_instance(self) -> CommunityRole:
        return self.form.give(by=self.request.user)


class RoleDeleteView(generic.DeleteView):
    page_title = _("Take the role away")

    def delete_action(self) -> None:
        take_role(community=self.object.community, user=self.object.user, by=self.request.user)


class RoleHistoryView(HistoryView):
    """Who was given and lost roles in the community; its rows come and go, so the community keeps the log."""

    def get_page_subtitle(self) -> str:
        return str(self.object.community)

    def get_base_queryset(self) -> QuerySet[Any]:
        entries = log_registry.get_logs_for_instance(self.object.community).filter(action__in=ROLE_ACTIONS)
        return self._annotate_queryset(entries)


class PasswordLinkView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the link when asked by POST, so that it is in no history, and only while it may be handed out."""

    model = CommunityRole
    template_name = "communities/admin/password_link.html"
    page_title = _("Link to set a password")
    permission_required = "change"
    header_icon = "key"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_hand_out_password_link(request.user, self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def person(self) -> User:
        return get_object_or_404(CommunityRole.objects.select_related("user"), pk=self.kwargs["pk"]).user

    def get_page_subtitle(self) -> str:
        return self.person.get_username()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        link = request.build_absolute_uri(password_path(self.person))
        return self.render_to_response(self.get_context_data(link=link))


class EditorsViewSet(CommunityScopedViewSet):
    model = CommunityRole
    name = "editors"
    icon = "group"
    menu_label = _("Editors")
    menu_order = 600
    add_to_admin_menu = True
    index_view_class = RoleIndexView
    add_view_class = RoleCreateView
    edit_view_class = RoleEditView
    delete_view_class = RoleDeleteView
    history_view_class = RoleHistoryView
    list_display = [
        Column("user", label=_("user name"), accessor="user.username", sort_key="user__username"),
        Column("name", label=_("full name"), accessor="user.get_full_name"),
        "role",
        "community",
        Column("given_by", label=_("given by"), accessor="given_by"),
        DateColumn("given_at", label=_("given at"), sort_key="given_at"),
        DateColumn("last_login", label=_("last login"), accessor="user.last_login", sort_key="user__last_login"),
        BooleanColumn("is_active", label=_("active"), accessor="user.is_active"),
    ]
    list_filter = ["role"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "user__email", "community__slug"]
    search_backend_name = None
    list_export = [
        "user.username",
        "user.get_full_name",
        "get_role_display",
        "community",
        "given_at",
        "user.last_login",
    ]
    add_to_reference_index = False

    def get_form_class(self, for_update: bool = False) -> type:
        return ChangeRoleForm if for_update else NewRoleForm

    def get_urlpatterns(self) -> list[Any]:
        link = path("password-link/<int:pk>/", self.construct_view(PasswordLinkView), name="password_link")
        return [*super().get_urlpatterns(), link]
