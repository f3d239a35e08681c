"""The pages below a page's own address that share it, and short links."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from portal.communities.current import community_of
from portal.meta import Crumb, PageMeta
from portal.pages import PortalPage, ShareValues, absolute_url
from portal.sharing.cards import Card, draw, qr_svg
from portal.sharing.codes import decode
from portal.sharing.links import address_of, short_link
from portal.sharing.places import place_names
from portal.sharing.posters import for_poster, size_of, title_class
from portal.sharing.texts import one_line, share_text

#: A short link may be kept by whoever passes it on; the page may move meanwhile.
LINK_SECONDS = 300
#: How long a drawn card is kept. There are as many as there are published pages that somebody shared in that time.
CARD_SECONDS = 24 * 3600


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """A short link. It writes nothing and counts nobody."""
    shared = decode(code)
    address = address_of(request, shared) if shared else ""
    if not address:
        return leads_nowhere(request)
    response = HttpResponseRedirect(address)
    response.headers["Cache-Control"] = f"public, max-age={LINK_SECONDS}"
    return response


def leads_nowhere(request: HttpRequest) -> HttpResponse:
    meta = PageMeta(
        title=_("This short link leads nowhere"),
        description=_(
            "What it led to has ended or was taken down, or a sign of the link is mistyped. Search for it here:"
        ),
        indexable=False,
    )
    return render(request, "portal/404.html", {"meta": meta}, status=404)


def card(request: HttpRequest, page: PortalPage, values: ShareValues) -> HttpResponse:
    """The picture. It is drawn once for what it says; a reader who has it is told so without drawing."""
    drawn = card_of(request, page, values)
    tag = quote_etag(drawn.digest)
    response = get_conditional_response(request, etag=tag)
    if response is None:
        picture = cache.get_or_set(f"card:{drawn.digest}", lambda: draw(drawn), CARD_SECONDS)
        response = HttpResponse(picture, content_type="image/png")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={LINK_SECONDS}"
    return response


def poster(request: HttpRequest, page: PortalPage, values: ShareValues) -> HttpResponse:
    """A4, to be printed."""
    meta, back = meta_of(request, page, values, _("Poster: %(title)s")), f"{page_url(request)}share/"
    return draw_poster(
        request, values, meta=meta, link=short_link(request, page, part=values.part), back=back, page=page
    )


def poster_page(request: HttpRequest, values: ShareValues, *, url: str, back: str) -> HttpResponse:
    """The same for what is no page: the code leads to `url`, the way back to `back`; both are paths or addresses."""
    meta = PageMeta(title=_("Poster: %(title)s") % {"title": values.title}, indexable=False)
    return draw_poster(request, values, meta=meta, link=absolute_url(request, url), back=back)


def draw_poster(
    request: HttpRequest, values: ShareValues, *, meta: PageMeta, link: str, back: str, page: PortalPage | None = None
) -> HttpResponse:
    community = community_of(request)
    printed = for_poster(values)
    has_phone = any(fact.icon == "phone" for fact in values.facts)
    context = {
        "page": page,
        "values": printed,
        "meta": meta,
        "share_url": back,
        "place": str(place_names(request)),
        "phone": community.phone if community and not has_phone else "",
        "size": size_of(printed),
        "title_class": title_class(printed.title),
        "code": qr_svg(link),
        "link_to_type": link.split("://")[-1],
        "today": timezone.localdate(),
    }
    return render(request, "sharing/poster.html", context)


def share(request: HttpRequest, page: PortalPage, values: ShareValues) -> HttpResponse:
    """The text to copy and the short link."""
    link = short_link(request, page, part=values.part)
    context = {
        "page": page,
        "values": values,
        "meta": meta_of(request, page, values, _("Share: %(title)s")),
        "page_url": page_url(request),
        "card_url": f"{page_url(request)}share/card/",
        "poster_url": f"{page_url(request)}share/poster/",
        "text": share_text(values, place=str(place_names(request)), link=link),
        "link": link,
    }
    return render(request, "sharing/share.html", context)


VIEWS: dict[str, Callable[[HttpRequest, PortalPage, ShareValues], HttpResponse]] = {
    "share": share,
    "card": card,
    "poster": poster,
}


ServePage = Callable[[Page, HttpRequest, Any, dict[str, Any]], HttpResponse]


def serve_shared(serve: ServePage) -> ServePage:
    """Wagtail's hook `on_serve_page`: answers what shares a page, and leaves the page itself to `serve`."""

    def answer(page: Page, request: HttpRequest, args: Any, kwargs: dict[str, Any]) -> HttpResponse:
        route = dict(kwargs)
        section = route.pop("share", "")
        if not section:
            return serve(page, request, args, kwargs)
        return VIEWS[section](request, page, page.share_values(request, **route))

    return answer


def card_of(request: HttpRequest, page: PortalPage, values: ShareValues) -> Card:
    return Card(
        place=str(place_names(request)),
        title=one_line(values.title),
        kind=one_line(values.kind),
        when=one_line(values.when),
        where=one_line(values.where),
        text=one_line(values.text),
        hint=_("Press and hold the code, or type the address"),
        link=short_link(request, page, part=values.part),
    )


def page_url(request: HttpRequest) -> str:
    """Address of the page that is shared, from the address that shares it."""
    return request.path[: request.path.rindex("/share/") + 1]


def meta_of(request: HttpRequest, page: PortalPage, values: ShareValues, title: str) -> PageMeta:
    """For readers who were sent here, not for search engines."""
    own_language = page.other_language
    return PageMeta(
        title=title % {"title": values.title},
        indexable=False,
        breadcrumbs=(*page.get_breadcrumbs(request), Crumb(values.title, page_url(request), own_language)),
    )
