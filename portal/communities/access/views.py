"""What `CommunityScopedViewSet` adds to each of Wagtail's generic views."""

from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from wagtail.models import CollectionMember, Page

from portal.communities.access.fields import limit_fields, limit_form, rows_within_reach
from portal.communities.access.policy import CommunityPermissionPolicy, community_policy
from portal.communities.access.references import check_references
from portal.communities.models import Community
from portal.communities.rules import is_city_administrator

SEEING = ("view", "add", "change", "delete")


class ScopedViewMixin:
    """Limits listings and exports, opens single rows by their own community only, narrows forms and filters."""

    request: HttpRequest
    kwargs: dict[str, Any]
    model: type[Model]

    @cached_property
    def community_policy(self) -> CommunityPermissionPolicy:
        policy = community_policy(self.model)
        if policy is None:
            raise PermissionDenied
        return policy

    @property
    def needed_actions(self) -> tuple[str, ...]:
        required = getattr(self, "permission_required", None)
        return (required,) if required else SEEING

    # Listings, exports

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = super().get_base_queryset()  # type: ignore[misc]  # of the view this is mixed into
        return self.within_reach(rows) if rows.model is self.model else rows

    def within_reach(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        allowed = self.community_policy.instances_user_has_any_permission_for(self.request.user, SEEING)
        return rows.filter(pk__in=allowed.order_by().values("pk"))

    @cached_property
    def filters(self) -> Any:
        filters = super().filters  # type: ignore[misc]  # of the view this is mixed into
        if filters is not None:
            limit_fields(filters.form.fields, self.request.user, self.community_policy.view)
        return filters

    # Single rows

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Closed unless the address names no row, or one within reach, whatever the view looks up itself."""
        if args or kwargs:
            self.check_row(self.get_row())
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view this is mixed into

    def get_row(self) -> Model:
        """The row the address is about. A view whose address names it in another way overrides this."""
        if "pk" not in self.kwargs:
            raise PermissionDenied
        return get_object_or_404(self.model, pk=unquote(str(self.kwargs["pk"])))

    def check_row(self, row: Model) -> None:
        policy = community_policy(type(row))
        user = self.request.user
        if policy is None or not policy.user_has_any_permission_for_instance(user, self.needed_actions, row):
            raise PermissionDenied

    # Forms

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]  # of the view this is mixed into
        limit_form(form, self.request.user, self.community_policy.change)
        if isinstance(form, forms.ModelForm) and form.is_bound and not is_city_administrator(self.request.user):
            check_references(form, self.choosable_rows)
        field = getattr(form, "fields", {}).get("community")
        if field is not None and not is_city_administrator(self.request.user):
            if getattr(form.instance, "pk", None):
                field.disabled = True  # a row stays in its community
            elif field.queryset.model is Community and len(field.queryset) == 1:
                field.initial, field.empty_label = field.queryset[0], None
        return form

    def choosable_rows(self, model: type[Model]) -> QuerySet[Any] | None:
        """Of images, documents and pages, whose widgets show the title of whatever number is sent."""
        if issubclass(model, (CollectionMember, Page)):
            return rows_within_reach(model, self.request.user, self.community_policy.change)
        return None

    def form_valid(self, form: Any) -> HttpResponse:
        """The last word, whatever the form let through: the row as it would be written must be within reach."""
        if isinstance(getattr(form, "instance", None), self.model):
            self.check_row(form.instance)
        return super().form_valid(form)  # type: ignore[misc]  # of the view this is mixed into


class ScopedReorderMixin(ScopedViewMixin):
    """Rows change places among those within reach; the order of the others stays as it is."""

    def get_queryset(self) -> QuerySet[Any]:
        return self.within_reach(super().get_queryset())  # type: ignore[misc]  # of the view this is mixed into


class ScopedChooserMixin:
    """Limits what a chooser lists, and which rows it hands out when asked for them by number."""

    request: HttpRequest
    model_class: type[Model]

    def _within_reach(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        policy = community_policy(self.model_class)
        if policy is None:
            raise PermissionDenied
        allowed = policy.instances_user_has_any_permission_for(self.request.user, ["view"])
        return rows.filter(pk__in=allowed.order_by().values("pk"))

    def get_object_list(self) -> QuerySet[Any]:
        return self._within_reach(super().get_object_list())  # type: ignore[misc]  # of the view it is mixed into

    def get_object(self, pk: Any) -> Model:
        return self._within_reach(self.model_class._default_manager.all()).get(pk=pk)

    def get_objects(self, pks: list[Any]) -> QuerySet[Any]:
        rows = self._within_reach(self.model_class._default_manager.all())
        try:
            return rows.filter(pk__in=pks)
        except (ValueError, ValidationError):  # no keys of this model
            return rows.none()

    def get_creation_form(self) -> Any:
        form = super().get_creation_form()  # type: ignore[misc]  # of the view this is mixed into
        policy = community_policy(self.model_class)
        if form is not None and policy is not None:
            limit_form(form, self.request.user, policy.change)
        return form

    def save_form(self, form: Any) -> Model:
        policy = community_policy(self.model_class)
        if policy is None or not policy.user_has_permission_for_instance(self.request.user, "add", form.instance):
            raise PermissionDenied
        return super().save_form(form)  # type: ignore[misc]  # of the view this is mixed into
