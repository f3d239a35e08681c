"""The one place that listens to signals of pages, communities and plugins and tells search what changed."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import post_page_move, pre_page_move

from portal.communities.models import Community
from portal.home.models import CommunityHomePage
from portal.home.page_source import entry_id, searchable_types
from portal.home.plugin_source import public_entries
from portal.pages import PortalPage
from portal.plugins.registry import installed, plugin_of
from portal.plugins.searching import entry_id as plugin_entry_id
from portal.plugins.signals import plugin_switched
from search.contract import mark_changed, mark_known


def mark_page(sender: type, instance: Any, **kwargs: Any) -> None:
    """A page was saved or deleted: publishing, unpublishing and expiry all save it in their transaction.

    Whether a page whose type is gone was ever searched, nobody knows any more.
    """
    if not isinstance(instance, Page) or kwargs.get("raw"):
        return
    if instance.specific_class is None or instance.specific_class in searchable_types():
        mark_changed([entry_id(instance)])


def mark_subtree(sender: type, instance: Page, **kwargs: Any) -> None:
    """A move changes whose the pages below are. It is marked before and after, for Wagtail tells of it outside its
    transaction."""
    mark_pages_below(instance)


def mark_pages_below(page: Page) -> None:
    pages = Page.objects.descendant_of(page, inclusive=True).type(*searchable_types())
    mark_changed([entry_id(page) for page in pages.only("translation_key")])


def mark_community(sender: type, instance: Community, created: bool, **kwargs: Any) -> None:
    """Opening and archiving show and hide everything below the community's home pages, and what its plugins have."""
    if not created:
        for home in CommunityHomePage.objects.filter(community=instance):
            mark_pages_below(home)
        for key in installed():
            mark_entries(key, instance)


def mark_plugin(sender: type, key: str, community: Community | None, **kwargs: Any) -> None:
    """A plugin was switched, in one community or (None) in many: its pages there, and what else it has there."""
    pages = Page.objects.type(*plugin_types(key)).only("translation_key")
    if community is not None:
        homes = CommunityHomePage.objects.filter(community=community).values_list("path", flat=True)
        pages = pages.filter(reduce(or_, (Q(path__startswith=path) for path in homes), Q(pk=None)))
    mark_changed([entry_id(page) for page in pages])
    mark_entries(key, community)


def mark_entries(key: str, community: Community | None) -> None:
    """What a plugin has now is asked for, what it had is known; both are marked, whichever way it was switched."""
    mark_changed([placed.entry.ref.id for placed in public_entries(key, community=community)])
    mark_known(plugin_entry_id(key, ""), community=community.code if community else "")


def plugin_types(key: str) -> list[type[PortalPage]]:
    return [model for model in searchable_types() if (plugin := plugin_of(model)) and plugin.key == key]


def connect() -> None:
    """Called in AppConfig.ready(); the uids keep a second call harmless."""
    post_save.connect(mark_page, dispatch_uid="search_marks_save")
    post_delete.connect(mark_page, dispatch_uid="search_marks_delete")
    pre_page_move.connect(mark_subtree, dispatch_uid="search_marks_pre_move")
    post_page_move.connect(mark_subtree, dispatch_uid="search_marks_post_move")
    post_save.connect(mark_community, sender=Community, dispatch_uid="search_marks_community")
    plugin_switched.connect(mark_plugin, dispatch_uid="search_marks_plugin")
