"""What guides add to homes, menus and communities."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.communities.rules import communities_for
from portal.home.actions import add_index_pages
from portal.plugins.contracts import Card, DashboardItem, MenuLink, SitemapEntry
from portal.plugins.hookspecs import hookimpl
from portal.services.addresses import GUIDES_SLUG, guide_url, guides_url
from portal.services.catalogue import guides_shown_in
from portal.services.listings import guide_links, label_links
from portal.services.models import GuideIndexPage, GuideOverlay, GuidePage, OfficeQuestion
from portal.services.questions.addresses import answer_url
from portal.services.questions.source import languages_of, shown_answers
from portal.services.search_source import city_guides, shown_overlays

ON_HOME = 6


@hookimpl
def menu_links(request: HttpRequest, community: Community | None) -> Iterable[MenuLink]:
    return [MenuLink(label=_("Guides"), url=guides_url(community, request), order=100, icon="guide")]


@hookimpl
def home_cards(request: HttpRequest, community: Community | None) -> Iterable[Card]:
    """Guides most read here, and categories with their counts."""
    guides = guides_shown_in(community)
    if not guides:
        return []
    popular = guide_links(guides[:ON_HOME], community, request)
    categories = label_links(guides, "category", community, request)
    url = guides_url(community, request)
    return [
        Card(
            "popular-guides", _("Most used guides"), "services/_popular_card.html", 200, {"guides": popular, "url": url}
        ),
        Card(
            "guide-categories",
            _("Guides by subject"),
            "services/_categories_card.html",
            300,
            {"categories": categories},
            wide=True,
        ),
    ]


@hookimpl
def city_created() -> Iterable[Page]:
    return add_index_pages(GuideIndexPage, title=gettext_lazy("Guides"), slug=GUIDES_SLUG)


@hookimpl
def community_opened(community: Community) -> Iterable[Page]:
    return add_index_pages(GuideIndexPage, title=gettext_lazy("Guides"), slug=GUIDES_SLUG, community=community)


@hookimpl
def sitemap_entries() -> Iterable[SitemapEntry]:
    """City guides as communities show them where they say something of their own, and public answers. Four queries."""
    overlays = [overlay for overlay in shown_overlays() if overlay.has_text]
    guides = city_guides(overlay.guide_key for overlay in overlays)
    for overlay in overlays:
        if versions := guides.get(overlay.guide_key):
            yield overlay_entry(overlay, versions)
    for answer in shown_answers():
        paths = {code: answer_url(answer, answer.community, language=code) for code in languages_of(answer)}
        yield SitemapEntry(paths, answer.updated_at)


def overlay_entry(overlay: GuideOverlay, versions: Sequence[GuidePage]) -> SitemapEntry:
    paths = {}
    for guide in versions:
        language = guide.locale.language_code
        paths[language] = guide_url(guide, overlay.community, language=language)
    changes = [overlay.updated_at, *(guide.last_published_at for guide in versions if guide.last_published_at)]
    return SitemapEntry(paths, max(changes))


@hookimpl
def dashboard_items(user: User) -> Iterable[DashboardItem]:
    mine = communities_for(user, Role.EDITOR).order_by().values("pk")
    waiting = OfficeQuestion.objects.shown().filter(answered_by="", withdrawn_at=None, community__in=mine).count()
    return [DashboardItem(_("Questions to the office"), reverse("questions:index"), waiting, 200)] if waiting else []
