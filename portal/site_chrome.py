"""What stands around every page: the values `portal/base.html` reads as `site`.

Everything has a default, so that a page renders where parts are not known (an error page, say). `default_chrome`
fills what the request alone tells; `portal.home.chrome` puts in the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_info

from portal.display import Display, display_preferences


@dataclass(frozen=True, slots=True)
class Place:
    """A community as the header shows it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """`label` is the language's own name; `url` is this page in that language."""

    code: str
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """A line above the page. `severity`: info, warn or danger. `dismiss_key`, twelve hex digits, where readers may put
    it away; `language` where the texts are not in the reader's."""

    title: str
    text: str = ""
    url: str = ""
    severity: str = "warn"
    label: str = ""
    language: str = ""
    dismiss_key: str = ""

    @property
    def is_folded(self) -> bool:
        """The page's own answer comes first: only what is dangerous says all it has to say unasked."""
        return bool(self.text) and self.severity != "danger"

    @property
    def icon(self) -> str:
        return {"warn": "warning"}.get(self.severity, self.severity)


#: So many lines stand above a page; the most severe come first.
ALERTS_IN_SIGHT = 3


@dataclass(frozen=True, slots=True)
class Footer:
    operator: str = ""
    icp_number: str = ""
    icp_url: str = "https://beian.miit.gov.cn/"
    police_number: str = ""
    police_url: str = "https://beian.mps.gov.cn/"
    privacy_url: str = ""
    accessibility_url: str = ""


@dataclass(frozen=True, slots=True)
class SiteChrome:
    """`menu_links` have the shape of `portal.plugins.contracts.MenuLink`. `search_community` is the slug the search
    form sends along. `current_url` is where the display switches come back to."""

    city_name: str = ""
    home_url: str = "/"
    community: Place | None = None
    menu_links: Sequence[Any] = ()
    search_url: str = ""
    search_community: str = ""
    suggest_url: str = ""
    opensearch_url: str = ""
    find_url: str = ""
    languages: Sequence[LanguageLink] = ()
    display: Display = field(default_factory=Display)
    display_url: str = ""
    my_url: str = ""
    current_url: str = "/"
    alerts: Sequence[Alert] = ()
    footer: Footer = field(default_factory=Footer)

    @property
    def first_alerts(self) -> Sequence[Alert]:
        return self.alerts[:ALERTS_IN_SIGHT]

    @property
    def more_alerts(self) -> Sequence[Alert]:
        """Folded: the page's own answer must not be pushed off a phone's screen."""
        return self.alerts[ALERTS_IN_SIGHT:]


#: More than this of a question is no address to come back to.
LONGEST_ADDRESS = 2000


def address_of(request: HttpRequest) -> str:
    """The page's own address, with its question unless that would make every page that repeats it heavy."""
    full = request.get_full_path()
    return full if len(full) <= LONGEST_ADDRESS else request.path


def language_links(request: HttpRequest) -> tuple[LanguageLink, ...]:
    """The same address below each language's prefix; the language's home for an address without a prefix."""
    active, path = get_language() or settings.LANGUAGE_CODE, address_of(request)
    prefix = f"/{active}/"
    rest = path.removeprefix(prefix) if path.startswith(prefix) else ""
    return tuple(
        LanguageLink(code, get_language_info(code)["name_local"], f"/{code}/{rest}", current=code == active)
        for code, _label in settings.LANGUAGES
    )


def default_chrome(request: HttpRequest) -> SiteChrome:
    """No database query: also serves the page that says the database is away."""
    active = get_language() or settings.LANGUAGE_CODE
    return SiteChrome(
        city_name=settings.WAGTAIL_SITE_NAME,
        home_url=f"/{active}/",
        search_url=_address("search:results"),
        suggest_url=_address("api:suggest"),
        opensearch_url=_address("search:description"),
        find_url=_address("communities:find"),
        languages=language_links(request),
        display=display_preferences(request),
        display_url=_address("display"),
        my_url=_address("my:index"),
        current_url=address_of(request) if request.method in ("GET", "HEAD") else request.path,
    )


def _address(name: str) -> str:
    """An address of a room that may not be installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
