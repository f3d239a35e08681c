"""Limits what a form offers and takes: communities the person works in, and rows of those communities."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet
from wagtail.models import Collection, CollectionMember, Page
from wagtail.permissions import policy_registry

from portal.communities.access.policy import community_policy
from portal.communities.choices import Role
from portal.communities.models import Community
from portal.communities.rules import Anyone, communities_for, is_city_administrator


def rows_within_reach(model: type[Model], user: Anyone, least: Role) -> QuerySet[Any] | None:
    """Rows of the model that the person may choose; None where rows do not belong to communities."""
    if issubclass(model, Community):
        return communities_for(user, least)
    if issubclass(model, Page):
        return model._default_manager.filter(
            pk__in=policy_registry.get_by_type(Page).explorable_instances(user).order_by().values("pk")
        )
    if issubclass(model, Collection):
        return Collection.objects.filter(community__in=communities_for(user, least).order_by().values("pk"))
    if issubclass(model, CollectionMember):
        return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, ["choose"])
    policy = community_policy(model)
    return policy.instances_user_has_any_permission_for(user, ["view"]) if policy else None


def limit_fields(
    fields: Mapping[str, forms.Field], user: Anyone, least: Role, *, chosen: Mapping[str, Any] | None = None
) -> None:
    """Narrow every choice of rows; what is posted is checked against it. What is `chosen` already may stay.

    City administrators reach everything but what a model's policy keeps from them, too: rows of plugins that are off.
    """
    for name, field in fields.items():
        if not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
            continue
        model = field.queryset.model
        if is_city_administrator(user) and community_policy(model) is None:
            continue
        allowed = rows_within_reach(model, user, least)
        if allowed is not None:
            kept = Q(pk=(chosen or {}).get(name)) if isinstance((chosen or {}).get(name), int) else Q()
            field.queryset = field.queryset.filter(Q(pk__in=allowed.order_by().values("pk")) | kept)


def limit_form(form: forms.BaseForm, user: Anyone, least: Role) -> None:
    """The form and the forms inside it (InlinePanel), the empty one that the browser copies included."""
    limit_fields(form.fields, user, least, chosen=form.initial)
    for formset in getattr(form, "formsets", {}).values():
        formset.form = _limited(formset.form, user, least)


def _limited(form_class: type[forms.BaseForm], user: Anyone, least: Role) -> type[forms.BaseForm]:
    class Limited(form_class):  # type: ignore[valid-type,misc]  # the class is known only now
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            limit_form(self, user, least)

    Limited.__name__ = form_class.__name__
    return Limited
