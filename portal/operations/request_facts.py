"""What may be written down of a request: nothing that says who it was."""

import re
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# Segments that may be somebody's: long numbers, addresses of people, and whatever looks drawn at random.
PERSONAL = re.compile(r"\d{7,}|[@:%+]|^(?=.*\d)(?=.*[A-Za-z])[^-]{16,}$|^.{64,}$")
LONGEST_PATH = 200


def public_path(request: HttpRequest) -> str:
    """The path without its query, private links and tokens replaced by `*`.

    Where a route other than the page tree's answered it is the route, `admin/users/<int:pk>/`.
    """
    match = request.resolver_match
    if match and match.view_name != "wagtail_serve":
        return f"/{match.route}"
    segments = request.path_info.split("/")
    return "/".join("*" if PERSONAL.search(segment) else segment for segment in segments)[:LONGEST_PATH]


def client_address(request: HttpRequest) -> str:
    """The visitor's address: for counting, never to be written down."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PORTAL_CLIENT_ADDRESS_HEADER:
        # The last entry is the one our own proxy added; those before it are the visitor's claims.
        address = request.META.get(settings.PORTAL_CLIENT_ADDRESS_HEADER, "").split(",")[-1].strip() or address
    return address


def network_of(request: HttpRequest) -> str:
    """The visitor's network, 203.0.113.0/24 or 2001:db8:1::/48: enough to see an attack, too little for a person."""
    try:
        parsed = ip_address(client_address(request))
    except ValueError:
        return "-"
    return str(ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))
