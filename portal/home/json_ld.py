"""What home pages and the pages of text below them are, in schema.org's words."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from portal.communities.models import Community
from portal.templatetags.portal_ui import bcp47

if TYPE_CHECKING:
    from portal.home.models import InformationPage

CONTEXT = "https://schema.org"


def city_json_ld(name: str, url: str, search_url: str) -> list[dict[str, Any]]:
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{search_url}?q={{query}}"},
    }
    return [{"@context": CONTEXT, "@type": "WebSite", "name": name, "url": url, "potentialAction": action}]


def community_json_ld(community: Community, url: str) -> list[dict[str, Any]]:
    """The community's office, with what is known of it."""
    office: dict[str, Any] = {"@context": CONTEXT, "@type": "GovernmentOffice", "name": str(community), "url": url}
    if community.phone:
        office["telephone"] = community.phone
    if community.address:
        office["address"] = {"@type": "PostalAddress", "streetAddress": str(community.address), "addressCountry": "CN"}
    if community.latitude is not None:
        office["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(community.latitude),
            "longitude": float(community.longitude or 0),
        }
    if hours := community.hours.schema_org(timezone.localdate()):
        office["openingHoursSpecification"] = hours
    return [office]


def web_page_json_ld(page: "InformationPage", url: str) -> list[dict[str, Any]]:
    web_page = {"@context": CONTEXT, "@type": "WebPage", "name": page.title, "description": page.summary, "url": url}
    web_page["inLanguage"] = bcp47(page.language_code)
    if page.last_published_at:
        web_page["dateModified"] = page.last_published_at.isoformat()
    return [web_page]
