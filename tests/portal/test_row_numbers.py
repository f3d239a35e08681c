"""Numbers too large for a database are answered as those of rows that are not there, all over the admin."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from portal.row_numbers import LARGEST

pytestmark = pytest.mark.django_db
ARGUMENT = re.compile(r"<(?:\w+:)?\w+>")
#: Of Wagtail's API, whose routers write patterns their own way.
ANCHORS = re.compile(r"[\^$]|\\Z")


def routes(patterns: Iterable[Any], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def admin_addresses(number: int) -> list[str]:
    """All that take a number, with this one in place of everything they take."""
    found = [route for route in routes(get_resolver().url_patterns) if route.startswith("/admin/") and "<int:" in route]
    return [ANCHORS.sub("", ARGUMENT.sub(str(number), route)) for route in found]


@pytest.mark.parametrize("number", [LARGEST + 1, int("9" * 60)])
def test_numbers_no_row_can_have_lead_nowhere(admin_client: Client, number: int) -> None:
    addresses = admin_addresses(number)
    assert f"/admin/volunteers/{number}/" in addresses
    assert f"/admin/pages/{number}/edit/" in addresses
    assert {address: code for address in addresses if (code := admin_client.get(address).status_code) != 404} == {}


def test_largest_number_is_looked_for(admin_client: Client) -> None:
    for address in ("volunteers", "pages"):
        assert admin_client.get(f"/admin/{address}/{LARGEST}/").status_code == 404
