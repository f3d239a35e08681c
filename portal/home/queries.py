"""Reads about pages and whose they are. The tree is: root, city home (depth 2), community homes or city pages (3)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from treebeard.mp_tree import MP_Node
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from portal.communities.choices import CommunityStatus
from portal.communities.models import Community
from portal.communities.rules import Anyone
from portal.home.models import CitySettings, CommunityHomePage
from portal.keeping import PAGES, kept
from portal.pages import restricted_paths
from portal.plugins.activation import off_pages
from portal.plugins.hidden import own_types

STEP: int = MP_Node.steplen
COMMUNITY_DEPTH = 3


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
    """Those of `pages` that an anonymous resident may read now, in their order. Three queries, however many pages, and
    one more for each plugin that has some.

    Left out: pages that are not live or below one that is not, pages with a view restriction above them, pages of
    communities that are not open, and pages that belong to a plugin that is off there or gone, or stand below one.
    """
    pages = [page for page in pages if page.live]
    homes = _communities_by_path(pages)
    above = {page.path[: depth * STEP] for page in pages for depth in range(2, page.depth)}
    ordinary = {"live": True, "content_type__in": own_types()}
    doubtful = list(Page.objects.filter(path__in=above).exclude(**ordinary).only("path", "live", "content_type"))
    off = off_pages((page, homes.get(page.path[: COMMUNITY_DEPTH * STEP])) for page in [*pages, *doubtful])
    closed = {page.path for page in doubtful if not page.live or page.pk in off}
    closed |= restricted_paths()
    shown = []
    for page in pages:
        community = homes.get(page.path[: COMMUNITY_DEPTH * STEP])
        if page.pk in off or (community is not None and community.status != CommunityStatus.OPEN):
            continue
        if any(page.path[: depth * STEP] in closed for depth in range(1, page.depth + 1)):
            continue
        shown.append(PublicPage(page, community))
    return shown


def _communities_by_path(pages: Iterable[Page]) -> dict[str, Community]:
    paths = {page.path[: COMMUNITY_DEPTH * STEP] for page in pages}
    homes = CommunityHomePage.objects.filter(path__in=paths).select_related("community").only("path", "community")
    return {home.path: home.community for home in homes}
