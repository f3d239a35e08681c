"""Calling hooks costs next to nothing: counted in queries and in calls of Python functions, not in time."""

import sys
from types import FrameType
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from portal.communities.current import set_community
from portal.communities.models import Community
from portal.plugins.calling import call
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db


def request_in(community: Community) -> HttpRequest:
    request = RequestFactory().get(f"/en/{community.slug}/")
    request.user = AnonymousUser()
    set_community(request, community, path=f"/en/{community.slug}/")
    return request


def python_calls(request: HttpRequest, community: Community) -> int:
    """How many Python functions one call of a hook enters."""
    count = 0

    def note(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        call("menu_links", request=request, community=community)
    finally:
        sys.setprofile(None)
    return count


def test_where_plugins_are_on_is_read_once(django_assert_num_queries) -> None:
    community = Community.objects.with_street().get(pk=community_with("tools", "faulty").pk)
    request = request_in(community)
    call("menu_links", only="tools", request=request_in(community), community=community)
    with django_assert_num_queries(5):  # one to read where they are on, two savepoints of two statements
        for hook in ("menu_links", "guide_actions"):
            call(hook, only="faulty", request=request, community=community, guide=None)


def test_a_plugin_more_costs_few_function_calls() -> None:
    """Some 200 of them take a tenth of a millisecond."""
    one, two = community_with("tools"), community_with("tools", "faulty")
    counts = []
    for community in (one, two):
        request = request_in(community)
        python_calls(request, community)
        counts.append(python_calls(request, community))
    assert 0 < counts[1] - counts[0] < 300
