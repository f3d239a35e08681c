"""Addresses of a community's calendar."""

from django.http import HttpRequest

from portal.communities.home_urls import home_url
from portal.communities.models import Community

SLUG = "calendar"


def calendar_url(community: Community, request: HttpRequest) -> str:
    return f"{home_url(request, community)}{SLUG}/"
