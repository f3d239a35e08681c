"""Viewsets for models whose rows belong to a community."""

from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.urls import path
from wagtail.admin.views.generic.ordering import ReorderView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from portal.communities.access import gate
from portal.communities.access.policy import community_policy
from portal.communities.access.views import ScopedChooserMixin, ScopedReorderMixin, ScopedViewMixin


class CommunityScopedViewSet(ModelViewSet):
    """A `ModelViewSet` in which people see, export and change the rows of their own communities only.

        register_permission_policy(Building, CommunityPermissionPolicy(Building, community="compound__community"))

        class BuildingViewSet(CommunityScopedViewSet):
            model = Building
            form_fields = ["compound", "number"]
            list_filter = ["compound"]

    All of `ModelViewSet` can be set as usual. Choices of communities, and of other models with a
    `CommunityPermissionPolicy`, are narrowed in forms, inline forms and filters; what is posted is checked against
    them. A field named `community` cannot be changed later, but by city administrators. View classes of one's own
    are wrapped as well; where the address names the row otherwise than by `pk`, override `get_row`. Filters that
    offer values instead of rows (`AllValuesFilter`) would show other communities' values: do not use them.
    """

    copy_view_enabled = False

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        mixin = ScopedReorderMixin if issubclass(view_class, ReorderView) else ScopedViewMixin
        return super().construct_view(scoped(view_class, mixin), **kwargs)

    def on_register(self) -> None:
        require_community_policy(self.model)
        super().on_register()
        gate.admit(f"{self.url_namespace}:*", "rows are limited by the viewset")


class CommunityListViewSet(CommunityScopedViewSet):
    """Rows that are made elsewhere: nobody adds, changes, deletes or exports them here. What can be done with one is
    on screens of its own, added to `get_urlpatterns`."""

    form_fields: ClassVar[list[str]] = []
    search_backend_name = None
    add_to_reference_index = False

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        none = dict.fromkeys(f"{name}_url_name" for name in ("add", "edit", "delete", "copy", "inspect"))
        return super().get_index_view_kwargs(**kwargs) | none

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]


class CommunityScopedChooserViewSet(ChooserViewSet):
    """A `ChooserViewSet` that offers the rows of the person's own communities only. Not for personal data."""

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        return super().construct_view(scoped(view_class, ScopedChooserMixin), **kwargs)

    def on_register(self) -> None:
        require_community_policy(self.model)
        super().on_register()
        gate.admit(f"{self.url_namespace}:*", "rows are limited by the viewset")


def scoped(view_class: type, mixin: type) -> type:
    if issubclass(view_class, mixin):
        return view_class
    return type(view_class.__name__, (mixin, view_class), {"__module__": view_class.__module__})


def require_community_policy(model: type[Model]) -> None:
    if community_policy(model) is None:
        raise ImproperlyConfigured(
            f"{model._meta.label} needs a CommunityPermissionPolicy: call register_permission_policy at the top of "
            "wagtail_hooks.py."
        )
