"""The base class of plugins' page types: only where the plugin is on, and gone where it is off."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, PageManager, PagePermissionTester
from wagtail.url_routing import RouteResult

from portal.communities.current import community_of
from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.communities.queries import community_for_page
from portal.communities.rules import Anyone
from portal.meta import Crumb
from portal.names import Names
from portal.pages import PortalPage
from portal.plugins.activation import is_on
from portal.plugins.hidden import is_off
from portal.plugins.page_policy import NoPagePermissions, PluginPagePermissions, all_may_stand, may_stand_at
from portal.plugins.querysets import PluginPageQuerySet
from portal.plugins.registry import plugin_of


class PluginPage(PortalPage):
    """A page type of a plugin. Cannot be made, moved or copied to where the plugin is off, and answers 404 there.

    Where it is off, nobody may do anything with the pages that are there already.
    """

    objects = PageManager.from_queryset(PluginPageQuerySet)()

    parent_page_types: ClassVar[list[str]] = ["home.CommunityHomePage"]

    class Meta:
        abstract = True

    @classmethod
    def add_in_every_language(
        cls, community: Community, *, titles: Mapping[str, str], slug: str, **values: Any
    ) -> list[Self]:
        """A live page below each of the community's home pages that has none of this type yet; returns those added.

        They are one another's translations. For `community_opened`, which may run again.
        """
        homes = list(community.home_pages.select_related("locale").order_by("path"))
        known = {page.locale_id: page.translation_key for page in cls.objects.in_community(community)}
        key = next(iter(known.values()), None)
        added = []
        for home in homes:
            if home.locale_id in known:
                continue
            title = Names(titles).in_language(home.locale.language_code)
            page = cls(title=title, slug=slug, locale=home.locale, **values)
            page.translation_key = key or page.translation_key
            key = page.translation_key
            added.append(home.add_child(instance=page))
        return added

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return super().can_create_at(parent) and may_stand_at(cls, parent)

    def can_move_to(self, parent: Page) -> bool:
        return super().can_move_to(parent) and may_stand_at(type(self), parent) and all_may_stand(self, parent)

    def permissions_for_user(self, user: Anyone) -> PagePermissionTester:
        return (PluginPagePermissions if may_stand_at(type(self), self) else NoPagePermissions)(user, self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever asks for it, no page is made where its plugin is off: neither by copying nor by translating."""
        if self._state.adding and not may_stand_at(type(self), self):
            raise ValidationError(_("“%(plugin)s” is off here.") % {"plugin": plugin_of(type(self)).name})  # type: ignore[union-attr]  # page types of plugins alone get here
        super().save(*args, **kwargs)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        plugin = plugin_of(type(self))
        if plugin is None or not is_on(plugin.key, community_of(request), request):
            raise Http404
        return super().route(request, path_components)

    def answers(self) -> bool:
        """Off, or below a page of a plugin that is off: gone. One query."""
        return not Page.objects.ancestor_of(self, inclusive=True).filter(is_off()).exists()

    def get_community(self, request: HttpRequest) -> Community | None:
        """The community whose address was asked for; in a preview the one the page stands in."""
        return community_of(request) or community_for_page(self)

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        """The community's home page."""
        community = self.get_community(request)
        return [Crumb(str(community), home_url(request, community))] if community else []
