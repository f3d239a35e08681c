"""Admin listing of communities, with opening, which makes pages; and the menu that holds it and all places."""

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup

from portal.communities import viewsets
from portal.communities.choices import CommunityStatus
from portal.communities.models import Community
from portal.communities.status_views import StatusView
from portal.home.actions import CityMissing, open_community


class OpenView(StatusView):
    button = gettext_lazy("Open the community")
    explanation = gettext_lazy(
        "It gets its home pages in every language, and can be read, found and searched from then on."
    )
    done = gettext_lazy("opened.")

    def act(self, form: forms.Form, by: AbstractBaseUser) -> None:
        try:
            open_community(community=self.community, by=by)
        except CityMissing:
            raise ValidationError(_("There is no city yet: run create_city first.")) from None


class CommunityViewSet(viewsets.CommunityViewSet):
    def status_buttons(self, community: Community, user: AbstractBaseUser) -> list[MenuItem]:
        buttons = super().status_buttons(community, user)
        if community.status == CommunityStatus.PREPARING:
            return [self.status_button(community, "open", OpenView.button, "view"), *buttons]
        return buttons

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("open/<int:pk>/", self.construct_view(OpenView), name="open")]


class CommunitiesGroup(ModelViewSetGroup):
    menu_label = gettext_lazy("Communities")
    menu_icon = "home"
    menu_order = 150
    items = (CommunityViewSet, *viewsets.PLACES, viewsets.StreetViewSet, viewsets.DistrictViewSet)
