"""Checks that stand in front of admin addresses: is what the address names within the person's reach?"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource

from portal.communities.access.policy import community_policy
from portal.communities.rules import Anyone

PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk", "pk")
#: Fields of Wagtail's own forms (copy, move, add, bulk move) that name a page; they show the title of what is posted.
PAGE_FIELDS = ("new_parent_page", "parent_page", "chooser")
MEDIA_ARGUMENTS = ("image_id", "document_id", "doc_id", "pk")
MEDIA_ACTIONS = ("add", "change", "delete", "choose")


def pages_within_reach(user: Anyone, ids: Iterable[Any]) -> bool:
    """True when all these pages are the person's own, or stand above them in the tree."""
    wanted = {str(id_) for id_ in ids}
    if not all(id_.isdecimal() for id_ in wanted):
        return False
    reach = policy_registry.get_by_type(Page).explorable_instances(user)
    return not wanted or reach.filter(pk__in=wanted).order_by().count() == len(wanted)


def named_pages(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    """Every page that the address or the posted form names."""
    ids = [kwargs[name] for name in PAGE_ARGUMENTS if name in kwargs]
    ids += [request.POST[name] for name in PAGE_FIELDS if request.POST.get(name)]
    return pages_within_reach(request.user, ids)


def named_media(model: str) -> Any:
    """Every image or document that the address names, in a collection of the person."""

    def check(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
        ids = [kwargs[name] for name in MEDIA_ARGUMENTS if name in kwargs] + request.GET.getlist("id")
        return _rows_within_reach(request.user, apps.get_model(model), ids)

    return check


def bulk_rows(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    """All rows of a bulk action; its confirmation names also those that it will leave alone."""
    ids = request.GET.getlist("id")
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return False
    if issubclass(model, Page):
        if "all" in ids:
            ids = [request.GET.get("childOf", "")]
        return pages_within_reach(request.user, ids) and named_pages(request, {})
    return _rows_within_reach(request.user, model, ids)


def _rows_within_reach(user: Anyone, model: type[Model], ids: Iterable[Any]) -> bool:
    wanted = {str(id_) for id_ in ids}
    policy = policy_registry.get_by_type(model, fallback=False)
    if policy is None or not all(id_.isdecimal() for id_ in wanted):
        return False
    reach = policy.instances_user_has_any_permission_for(user, MEDIA_ACTIONS)
    return reach.filter(pk__in=wanted).order_by().distinct().count() == len(wanted)


def may_change(user: Anyone, instance: Model) -> bool:
    """Pages by Wagtail's permissions, other rows by their community."""
    if isinstance(instance, Page):
        return instance.permissions_for_user(user).can_edit()
    policy = community_policy(type(instance))
    return policy is not None and policy.user_has_permission_for_instance(user, "change", instance)


def submitted_page(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    return may_change(request.user, get_object_or_404(Page, pk=kwargs["page_id"]))


def submitted_row(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return False
    return community_policy(model) is not None and may_change(request.user, get_object_or_404(model, pk=kwargs["pk"]))


def translation_source(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    """The source and its translations; publishing them needs the right to publish each."""
    source = get_object_or_404(TranslationSource, pk=kwargs["translation_source_id"])
    translations = source.translations.filter(enabled=True).select_related("source", "target_locale")
    targets = [translation.get_target_instance() for translation in translations]
    if not all(may_change(request.user, instance) for instance in (source.get_source_instance(), *targets)):
        return False
    if "publish_translations" not in request.POST:
        return True
    pages = [target for target in targets if isinstance(target, Page)]
    return all(page.permissions_for_user(request.user).can_publish() for page in pages)


def translation(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    found = get_object_or_404(
        Translation.objects.select_related("source", "target_locale"), pk=kwargs["translation_id"]
    )
    return may_change(request.user, found.get_target_instance())
