"""Find my community. Everything is a link or a plain form; htmx only brings results while one types."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Site

from portal.communities.find import find_communities
from portal.communities.models import Community, Office, Street
from portal.communities.queries import communities_of, streets_with_communities
from portal.communities.remembering import forget, remember, remembered_community
from portal.display import is_same_origin
from portal.meta import Crumb, PageMeta
from portal.pages import absolute_url, path_in_language


def city_root(request: HttpRequest) -> str:
    """What goes before a community's address: nothing on the city's host, the city's host on a community's own."""
    site = Site.find_for_request(request)
    if site is None or site.is_default_site:
        return ""
    city = Site.objects.filter(is_default_site=True).first()
    return city.root_url if city else ""


def address_of(request: HttpRequest, community: Community) -> str:
    return f"{city_root(request)}/{get_language()}/{community.slug}/"


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Candidates for `q`; without any, or without `q`, all streets that have communities."""
    found = find_communities(request.GET.get("q", ""))
    context = {
        "meta": find_meta(request, indexable=not request.GET),
        "found": found,
        "root": city_root(request),
        "districts": [] if found.candidates else streets_with_communities(),
    }
    return render(request, "communities/find.html", context)


def find_meta(request: HttpRequest, *, indexable: bool) -> PageMeta:
    return PageMeta(
        title=_("Find my community"),
        description=_("Which community is responsible for my home? Find it by compound, road or name."),
        **(_addresses(request) if indexable else {}),
        indexable=indexable,
    )


def _addresses(request: HttpRequest) -> dict[str, Any]:
    alternates = {
        code: absolute_url(request, path_in_language(request.path, code)) for code, _label in settings.LANGUAGES
    }
    return {"canonical": absolute_url(request, request.path), "alternates": alternates}


@require_safe
def street(request: HttpRequest, code: str) -> HttpResponse:
    """The communities of a street office, with their phones. 404 for a street without any that is open."""
    office = get_object_or_404(Street.objects.select_related("district"), code=code)
    communities = list(communities_of(office))
    if not communities:
        raise Http404
    title = f"{office} · {office.district}"
    context = {
        "meta": PageMeta(
            title=title,
            description=_("Communities of %(street)s and their phones.") % {"street": office},
            breadcrumbs=(Crumb(_("Find my community"), reverse("communities:find")),),
            **_addresses(request),
        ),
        "street": office,
        "communities": communities,
        "offices": Office.objects.filter(street=office),
        "root": city_root(request),
    }
    return render(request, "communities/street.html", context)


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The remembered community: a button for htmx, or nothing (204) to leave what stands there; a page for everybody
    else. Never kept by any cache."""
    community = remembered_community(request)
    is_fragment = "HX-Request" in request.headers
    if is_fragment and community is None:
        return HttpResponse(status=204)
    context = {
        "meta": PageMeta(title=_("My community"), indexable=False),
        "community": community,
        "url": address_of(request, community) if community else "",
    }
    template = "communities/_mine.html" if is_fragment else "communities/mine.html"
    return render(request, template, context)


@csrf_exempt  # anonymous pages hold no token; is_same_origin stands in, and the worst a forger could do is a suggestion
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Remember `community` (a slug) and go there; without one, forget. A slug nobody has changes nothing."""
    if not is_same_origin(request):
        return HttpResponseForbidden(_("This form can only be sent from this site."))
    slug = request.POST.get("community", "")
    if not slug:
        response = HttpResponseRedirect(reverse("communities:find"), status=303)
        forget(response)
        return response
    community = Community.objects.open().filter(slug=slug[:80]).first()
    if community is None:
        return HttpResponseRedirect(reverse("communities:find"), status=303)
    response = HttpResponseRedirect(address_of(request, community), status=303)
    remember(request, response, community)
    return response
