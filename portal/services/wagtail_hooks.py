"""Admin: log entries, menu and dashboard, and what guides are sorted by."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from portal.communities.access.gate import admit
from portal.communities.access.policy import CommunityPermissionPolicy
from portal.communities.choices import Role
from portal.communities.rules import has_role_somewhere
from portal.services import admin_views
from portal.services.dashboard import GuideCarePanel
from portal.services.models import Audience, Category, LifeEvent, OfficeQuestion, PublicAnswer
from portal.services.questions.admin import QuestionsGroup


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("services.set_overlay", _("Change a city guide here"), _("City guide changed here"))
    actions.register_action("services.hide_guide", _("Hide a city guide here"), _("City guide hidden here"))
    actions.register_action("services.show_guide", _("Show a city guide here"), _("City guide shown here again"))
    actions.register_action("services.confirm_overlay", _("Confirm a note"), _("Note confirmed beside the new text"))
    actions.register_action("services.answer_public", _("Answer for everybody"), _("Question answered for everybody"))
    actions.register_action("services.answer_message", _("Answer by message"), _("Question answered by message"))
    actions.register_action("services.answer_phone", _("Answer on the phone"), _("Question answered on the phone"))


class LabelViewSet(ModelViewSet):
    """What guides are sorted by: the city's business, so only those with the model's permissions get here."""

    form_fields = ["names", "code", "order"]
    list_display = ["__str__", "code", "order"]
    ordering = ["order", "code"]
    icon = "tag"


class CategoryViewSet(LabelViewSet):
    model = Category
    form_fields = ["names", "code", "icon", "order"]


class AudienceViewSet(LabelViewSet):
    model = Audience


class LifeEventViewSet(LabelViewSet):
    model = LifeEvent


class GuideLabelsViewSetGroup(ModelViewSetGroup):
    menu_label = _("Guide labels")
    menu_icon = "tag"
    menu_order = 310
    items = (CategoryViewSet, AudienceViewSet, LifeEventViewSet)


@hooks.register("register_admin_viewset")
def register_labels() -> GuideLabelsViewSetGroup:
    return GuideLabelsViewSetGroup()


# Names and phones of residents, and what is said in the office's name.
for model in (OfficeQuestion, PublicAnswer):
    register_permission_policy(model, CommunityPermissionPolicy(model, view=Role.EDITOR, change=Role.EDITOR))


@hooks.register("register_admin_viewset")
def register_questions() -> QuestionsGroup:
    return QuestionsGroup()


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    guide = "city-guides/<str:code>/<uuid:guide_key>/"
    return [
        path("city-guides/", admin_views.ChooseCommunityView.as_view(), name="city_guide_communities"),
        path("city-guides/<str:code>/", admin_views.CityGuidesView.as_view(), name="city_guides"),
        path(guide, admin_views.OverlayView.as_view(), name="city_guide"),
        path(f"{guide}confirm/", admin_views.ConfirmOverlayView.as_view(), name="confirm_city_guide"),
        path(f"{guide}hide/", admin_views.HideGuideView.as_view(), name="hide_city_guide"),
        path("guide-feedback/", admin_views.FeedbackView.as_view(), name="guide_feedback"),
    ]


for name in (
    "city_guide_communities",
    "city_guides",
    "city_guide",
    "confirm_city_guide",
    "hide_city_guide",
    "guide_feedback",
):
    admit(name, "the view asks for the role in the community it is about")


class EditorsMenuItem(MenuItem):
    """For whoever edits at least one community."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role_somewhere(request.user, Role.EDITOR)


@hooks.register("register_admin_menu_item")
def register_city_guides() -> MenuItem:
    url = reverse_lazy("city_guide_communities")
    return EditorsMenuItem(_("City guides here"), url, icon_name="doc-full-inverse", order=300)


@hooks.register("register_admin_menu_item")
def register_feedback() -> MenuItem:
    return EditorsMenuItem(_("Was this helpful?"), reverse_lazy("guide_feedback"), icon_name="comment", order=305)


@hooks.register("construct_homepage_panels")
def add_guide_care(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(GuideCarePanel())
