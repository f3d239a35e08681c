"""Reads about pages and whose they are. The tree is: root, city home (depth 2), community homes or city pages (3)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from portal.communities.models import Community
from portal.communities.rules import Anyone
from portal.home.models import CitySettings, CommunityHomePage
from portal.home.public_places import COMMUNITY_DEPTH, STEP, readable
from portal.keeping import PAGES, kept


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page anyone may read, and its community (None: the city's)."""

    page: Page
    community: Community | None


def city_settings(request: HttpRequest) -> CitySettings:
    """For readers: it is everybody's, so nobody may change it."""
    attribute = CitySettings.get_cache_attr_name()
    if not hasattr(request, attribute):
        setattr(request, attribute, _city_settings())
    return getattr(request, attribute)


@kept(PAGES)
def _city_settings() -> CitySettings:
    return CitySettings.load()


def community_for_page(page: Page) -> Community | None:
    """The community whose home page stands above this page, or is it; one query. Also for drafts and previews."""
    home = (
        CommunityHomePage.objects.filter(path=page.path[: COMMUNITY_DEPTH * STEP]).select_related("community").first()
    )
    return home.community if home else None


def linkable_pages(user: Anyone) -> PageQuerySet:
    """Pages the people of a community may link to: their own, those above them, and published pages of the city."""
    own = policy_registry.get_by_type(Page).explorable_instances(user)
    homes = CommunityHomePage.objects.values("page_ptr")
    sections = Page.objects.filter(depth=COMMUNITY_DEPTH, live=True).exclude(pk__in=homes)
    below = Q()
    for path in sections.order_by().values_list("path", flat=True):
        below |= Q(path__startswith=path)
    city = Page.objects.filter(below, live=True) if below else Page.objects.none()
    return Page.objects.filter(
        Q(pk__in=own.order_by().values("pk")) | Q(pk__in=city.order_by().values("pk")) | Q(depth=1)
    )


def public_pages(pages: Iterable[Page]) -> list[PublicPage]:
    """Those of `pages` that an anonymous resident may read now, in their order: what `readable` takes, and one query
    more where some are a community's. Pages that are not live are left out."""
    pages = [page for page in pages if page.live]
    communities = readable({page.path: page.specific_class for page in pages})
    owners = Community.objects.in_bulk({community for community in communities.values() if community is not None})
    found = ((page, communities[page.path]) for page in pages if page.path in communities)
    return [PublicPage(page, owners[owner] if owner is not None else None) for page, owner in found]
