"""The home pages' own cards and menu links; they come through the hooks like everybody else's."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.communities.queries import contacts_for
from portal.components import Contact
from portal.home.alerts import alerts_on
from portal.home.offices import offices_url
from portal.home.queries import city_settings
from portal.plugins.contracts import Card, MenuLink, PageNotice
from portal.plugins.hookspecs import hookimpl

# What is on, what most look for and what is new come between these two; subjects and all else come after.
TODAY, CONTACTS = 100, 280


@hookimpl
def menu_links(request: HttpRequest, community: Community | None) -> Iterable[MenuLink]:
    return [MenuLink(label=_("Home"), url=home_url(request, community), order=0, icon="home")]


@hookimpl
def page_notices(request: HttpRequest, community: Community | None) -> Iterable[PageNotice]:
    return alerts_on(request, community)


@hookimpl
def home_cards(request: HttpRequest, community: Community | None) -> Iterable[Card]:
    city = {"emergencies": emergency_contacts(request)}
    if community is None:
        return [Card("contacts", _("Who to call"), "home/_city_contacts_card.html", CONTACTS, city, wide=True)]
    today = {"community": community}
    chain = {"groups": contacts_for(community), "offices_url": offices_url(community, request), **city}
    return [
        Card("today", _("Today at the counter"), "home/_today_card.html", TODAY, today),
        Card("contacts", _("Who to call, in this order"), "home/_contacts_card.html", CONTACTS, chain, wide=True),
    ]


def emergency_contacts(request: HttpRequest) -> list[Contact]:
    """The city's hotline, then the numbers that are the same in the whole country."""
    hotline = city_settings(request).hotline
    return [
        Contact(name=_("City hotline"), phone=hotline, icon="hotline"),
        Contact(name=_("Police"), phone="110", kind="emergency", icon="emergency"),
        Contact(name=_("Fire and rescue"), phone="119", kind="emergency", icon="emergency"),
        Contact(name=_("Ambulance"), phone="120", kind="emergency", icon="emergency"),
    ]
