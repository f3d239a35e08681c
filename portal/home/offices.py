"""The counters of a community and of its street office: where they are, when they are open, whom to call."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.communities.home_urls import home_url
from portal.communities.models import Community, Office
from portal.communities.own_addresses import community_at, url_below
from portal.keeping import PAGES, kept
from portal.meta import Crumb, PageMeta
from portal.pages import absolute_url, path_in_language

OFFICES = "offices"
TITLE = gettext_lazy("Offices and counters")
#: What search calls them.
KIND = "office"


def offices_url(community: Community, request: HttpRequest | None = None, *, language: str | None = None) -> str:
    return url_below(OFFICES, community, request, language=language)


@kept(PAGES)
def offices_of(community: int, street: int) -> Sequence[Office]:
    """The community's, then its street office's. One query."""
    rows = Office.objects.filter(Q(community=community) | Q(street=street)).select_related("street")
    return sorted(rows, key=lambda office: (office.community_id is None, office.code))


def offices_for(community: Community) -> Sequence[Office]:
    return offices_of(community.pk, community.street_id)


@require_safe
def offices(request: HttpRequest, community: str = "") -> HttpResponse:
    place = community_at(request, community, OFFICES)
    meta = PageMeta(
        title=str(TITLE),
        description=_("Counters of %(community)s: address, phone, hours, access.") % {"community": place},
        canonical=absolute_url(request, request.path),
        alternates={
            code: absolute_url(request, path_in_language(request.path, code)) for code, _label in settings.LANGUAGES
        },
        breadcrumbs=(Crumb(str(place), home_url(request, place)),),
    )
    context = {"meta": meta, "community": place, "offices": offices_for(place)}
    return render(request, "home/offices.html", context)
