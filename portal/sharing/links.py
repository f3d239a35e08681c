"""The short link of a page as it was asked for, and where a short link leads today."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from portal.communities.current import community_of
from portal.communities.models import Community
from portal.keeping import PAGES, kept
from portal.names import fallback_order
from portal.pages import PortalPage, absolute_url, path_below_home, path_in_language
from portal.sharing.codes import Shared, encode


def short_link(request: HttpRequest, page: PortalPage, *, part: int = 0) -> str:
    """The absolute short address of this page, in the community and the language it is read in."""
    return absolute_url(request, reverse("sharing:link", args=[encode(shared_thing(request, page, part=part))]))


def shared_thing(request: HttpRequest, page: PortalPage, *, part: int = 0) -> Shared:
    community, language = community_of(request), get_language() or ""
    is_citys = community is not None and not path_below_home(page).startswith(f"{community.slug}/")
    return Shared(
        page=page.pk,
        community=community.pk if community and is_citys else 0,
        locale=0 if page.language_code == language else locale_ids().get(language, 0),
        part=part,
    )


def address_of(request: HttpRequest, shared: Shared) -> str:
    """Where it is now: a path, or an absolute address on a host of its own. Empty for what is not published.

    A page that was taken down in its language leads to the one that answers in its place. Whoever asks for a code that
    was never given learns nothing: a draft answers as a page there never was.
    """
    page = live_page(shared.page)
    if page is None:
        return ""
    language = page.language_code
    languages = {pk: code for code, pk in locale_ids().items()}
    if shared.locale:
        language = languages.get(shared.locale, language)
    if shared.community:
        url = _below_community(request, page, shared.community)
    else:
        url = page.get_url(request) or ""
    part = page.share_path(shared.part) if shared.part else ""
    return f"{in_language(url, language)}{part}" if url else ""


def live_page(pk: int) -> PortalPage | None:
    """This page or, while it is not published, its translation that is; with what its type adds."""
    key = Page.objects.filter(pk=pk).values("translation_key")
    versions = {
        page.locale.language_code: page
        for page in Page.objects.live().filter(translation_key__in=key).select_related("locale", "content_type")
    }
    itself = next((page for page in versions.values() if page.pk == pk), None)
    found = itself or next((versions[code] for code in fallback_order() if code in versions), None)
    if found is None or not issubclass(found.specific_class or Page, PortalPage):
        return None
    specific = found.specific
    # Of what only some may read, not even the address is given away.
    return specific if specific.answers() and not specific.get_view_restrictions().exists() else None


def in_language(url: str, language: str) -> str:
    """The same address, a path or an absolute one, below another language's prefix."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=path_in_language(parts.path, language)))


def _below_community(request: HttpRequest, page: PortalPage, community: int) -> str:
    """The address of a page of the city as a community shows it; empty for what communities do not show."""
    if not getattr(page, "shown_in_communities", False):
        return ""
    open_ = Community.objects.open().filter(pk=community).first()
    home = open_ and open_.home_pages.filter(live=True).first()
    return f"{home.get_url(request)}{path_below_home(page)}" if home else ""


@kept(PAGES)
def locale_ids() -> dict[str, int]:
    """{language: primary key} of the languages of the site."""
    codes = dict(settings.LANGUAGES)
    return {locale.language_code: locale.pk for locale in Locale.objects.all() if locale.language_code in codes}
