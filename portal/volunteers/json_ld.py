"""Teams as schema.org objects."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.volunteers.models import VolunteerTeamPage


def team_json_ld(page: "VolunteerTeamPage", address: str) -> list[dict[str, Any]]:
    value = {
        "@context": "https://schema.org",
        "@type": "NGO",
        "@id": f"{address}#team",
        "name": page.title,
        "description": page.summary,
        "url": address,
        "knowsAbout": page.field.names.in_language(page.language_code) if page.field else "",
        "areaServed": {"@type": "AdministrativeArea", "name": page.community.names.in_language(page.language_code)},
        "sponsor": [
            {"@type": "Organization", "name": partner.value["name"], "url": partner.value.get("url") or None}
            for partner in page.partners
        ],
        "image": [page_picture.rendition.full_url for page_picture in page.gallery],
        "contactPoint": {"@type": "ContactPoint", "name": page.leader, "telephone": page.leader_phone}
        if page.leader_phone
        else None,
    }
    return [without_blanks(value)]


def without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: clean for key, item in value.items() if (clean := without_blanks(item)) not in ("", None, [], {})}
    return [without_blanks(item) for item in value] if isinstance(value, list) else value
