"""What the admin screens of the search have in common: rows of places, each editor her own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from search.contract import get_provider


class OwnPlacesMixin:
    """Wagtail's generic views ask for the model's permission alone: rows of other places are closed here."""

    request: HttpRequest
    kwargs: dict[str, Any]
    model: type[Model]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "pk" in self.kwargs:
            row = get_object_or_404(self.model, pk=self.kwargs["pk"])
            policy = policy_registry.get_by_type(self.model)
            if not policy.user_has_any_permission_for_instance(request.user, ["change"], row):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view this is mixed into

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = super().get_base_queryset()  # type: ignore[misc]  # of the view this is mixed into
        policy = policy_registry.get_by_type(self.model)
        own = policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        return rows.filter(pk__in=own.order_by().values("pk"))


class PlaceColumn(Column):
    """Whose row it is; one look-up for the whole list."""

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        table = parent_context["table"]
        if not hasattr(table, "place_names"):
            codes = sorted({row.community for row in table.data} - {""})
            found = get_provider().communities(codes) if codes else {}
            table.place_names = {code: scope.name for code, scope in found.items()}
        names = table.place_names
        context["value"] = names.get(instance.community, instance.community) or _("Whole city")
        return context


class PlacesViewSet(ModelViewSet):
    """For models with a `community` code, under `PlacePermissionPolicy`."""

    icon = "search"
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        mixed = type(view_class.__name__, (OwnPlacesMixin, view_class), {"__module__": view_class.__module__})
        return super().construct_view(mixed, **kwargs)
