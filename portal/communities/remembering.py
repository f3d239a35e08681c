"""The remembered community: a cookie that suggests, and never changes what an address shows.

Pages stay the same for everybody, so that they can be cached whole; the suggestion is at an address of its own
(`communities:mine`), which pages load with htmx or link to.
"""

import re

from django.http import HttpRequest, HttpResponse

from portal.communities.models import Community

COOKIE = "community"
ONE_YEAR = 365 * 24 * 3600


def remembered_community(request: HttpRequest) -> Community | None:
    """At most one query; None for what is not an open community's address (any more)."""
    slug = request.COOKIES.get(COOKIE, "")
    if not re.fullmatch(r"[-a-zA-Z0-9_]{1,80}", slug):
        return None
    return Community.objects.open().with_street().filter(slug=slug).first()


def remember(request: HttpRequest, response: HttpResponse, community: Community) -> None:
    response.set_cookie(
        COOKIE, community.slug, max_age=ONE_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
