"""Which community a request or a page is about."""

from django.http import HttpRequest

from portal.communities.models import Community


def community_of(request: HttpRequest) -> Community | None:
    """The community whose address was asked for; None on the city's pages, in previews and in the admin."""
    return getattr(request, "community", None)


def set_community(request: HttpRequest, community: Community | None, *, path: str) -> None:
    """Say which community answers; `path` is the address of its home page, as links below it begin."""
    request.community = community  # type: ignore[attr-defined]  # the one place that sets it
    request.community_path = path  # type: ignore[attr-defined]  # likewise


def community_path(request: HttpRequest) -> str:
    """Address of the current community's home page, in the language of the address; empty outside a community."""
    return getattr(request, "community_path", "")


def path_above(request: HttpRequest, remaining: list[str]) -> str:
    """The part of the address that is left without its last, not yet routed components."""
    parts = request.path.strip("/").split("/")
    return "/" + "".join(f"{part}/" for part in parts[: len(parts) - len(remaining)])
