"""Pages of plugins that are off where they stand, or whose package is gone, as conditions of queries.

Lists of the admin leave the first ones out. The others are shown there, so that somebody can delete them.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from treebeard.mp_tree import MP_Node
from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet

from portal.communities.models.community import CITY_PAGE_DEPTH
from portal.plugins.activation import communities_with, on_in_the_city
from portal.plugins.choices import Level
from portal.plugins.registry import installed, plugin_of

HOME = CITY_PAGE_DEPTH * MP_Node.steplen


def page_types() -> dict[str, list[type[Page]]]:
    """{key of a plugin: its page types}."""
    found: dict[str, list[type[Page]]] = {}
    for model in get_page_models():
        if plugin := plugin_of(model):
            found.setdefault(plugin.key, []).append(model)
    return found


def own_types() -> list[ContentType]:
    """Content types of all page types that are no plugin's; what is none of these may be off, or gone."""
    return types_of(model for model in get_page_models() if plugin_of(model) is None)


def types_of(models: Iterable[type[Page]]) -> list[ContentType]:
    return list(ContentType.objects.get_for_models(*models).values())


def is_off() -> Q:
    """Pages whose plugin is off where they stand. Nothing is asked of the database until it is used."""
    off = Q(pk__in=[])
    for key, models in page_types().items():
        off |= Q(~Exists(_places_on(key)), content_type__in=types_of(models))
    return off


def _places_on(key: str) -> QuerySet[Any]:
    if installed()[key].level == Level.CITY:
        return on_in_the_city(key)
    return communities_with(key).filter(home_pages__path=Substr(OuterRef("path"), 1, HOME))


def is_gone() -> Q:
    """Pages of a type that no installed package has."""
    return ~Q(content_type__in=types_of(get_page_models()))


def shown_pages() -> PageQuerySet:
    return Page.objects.exclude(is_off())


def hidden_among(pages: Iterable[Page]) -> set[int]:
    """Primary keys of those of `pages` that are off or gone. One query if some are a plugin's, else none."""
    doubtful = [page.pk for page in pages if page.specific_class is None or plugin_of(page.specific_class)]
    if not doubtful:
        return set()
    return set(Page.objects.filter(is_off() | is_gone(), pk__in=doubtful).values_list("pk", flat=True))


def preview_nothing_gone() -> None:
    """Lists of the admin ask each page whether it can be previewed; Wagtail's answer breaks where the type is gone."""
    is_previewable = Page.is_previewable

    def answer(page: Page) -> bool:
        return page.specific_class is not None and is_previewable(page)

    Page.is_previewable = answer
