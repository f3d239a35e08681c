"""First parts of addresses that are not a community's: the portal's own, and those that later apps will take."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core import checks
from django.urls import LocalePrefixPattern, URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

#: Everything that is or may become the first part of an address of the portal, of its own or of an app's pages, with or
#: without a language before it. The system check below says when a root address is missing here.
_PORTAL = """
    account activities admin alerts api archive calendar city classes code communities display documents
    elevators events favicon feedback feeds files find guides healthz home images integrations jsi18n login logout
    manifest map media metrics my news notices offices password plugins questions readyz renovation robots rsvp s search
    services share sign-in sign-up site sitemap static styleguide teams user users videos volunteers wagtail x
"""
PORTAL = frozenset(_PORTAL.split())
#: What pages of the city are likely to be called: free for them, not for communities.
RESERVED = PORTAL | {"about", "accessibility", "contact", "help", "imprint", "privacy"}


def is_of_the_portal(slug: str) -> bool:
    """Whether a page with this address below the city or a community would be in the way of something else."""
    return slug in PORTAL or slug in {code for code, _label in settings.LANGUAGES}


def is_reserved(slug: str) -> bool:
    """Whether it is not free for a community."""
    return is_of_the_portal(slug) or slug in RESERVED


def root_segments(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """The literal first segments of root URL patterns, those below the language prefix included."""
    for pattern in patterns:
        if isinstance(pattern.pattern, LocalePrefixPattern) and isinstance(pattern, URLResolver):
            yield from root_segments(pattern.url_patterns)
        elif isinstance(pattern.pattern, RoutePattern):
            segment = str(pattern.pattern).split("/")[0]
            if segment and "<" not in segment:
                yield segment
            elif not segment and isinstance(pattern, URLResolver) and not _is_catch_all(pattern):
                yield from root_segments(pattern.url_patterns)


def _is_catch_all(resolver: URLResolver) -> bool:
    """Wagtail's page addresses: whatever is below comes from the page tree."""
    return getattr(resolver.urlconf_name, "__name__", "") == "wagtail.urls"


@checks.register(checks.Tags.urls)
def check_reserved_segments(**kwargs: object) -> list[checks.CheckMessage]:
    missing = {s.split(".")[0] for s in root_segments(get_resolver().url_patterns) if not is_reserved(s.split(".")[0])}
    return [
        checks.Error(
            f"/{segment}/ is an address of the portal, but a community could take it as its own.",
            hint="Add it to portal.communities.addresses.RESERVED.",
            id="communities.E001",
        )
        for segment in sorted(missing)
    ]
