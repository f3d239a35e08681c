"""Projects and works notices as schema.org objects."""

from typing import TYPE_CHECKING, Any

from portal.renovation.works_entries import WorksEntry

if TYPE_CHECKING:
    from portal.renovation.models import RenovationProjectPage


def project_json_ld(page: "RenovationProjectPage", address: str) -> list[dict[str, Any]]:
    story = page.story
    began = [each.began_on.isoformat() for each in story.dates if each.began_on]
    value = {
        "@context": "https://schema.org",
        "@type": "Project",
        "@id": f"{address}#project",
        "name": page.title,
        "description": page.summary,
        "url": address,
        "foundingDate": min(began) if began else "",
        "location": {"@type": "Place", "name": story.place} if story.place else None,
        "areaServed": {"@type": "AdministrativeArea", "name": page.community.names.in_language(page.language_code)},
        "member": {"@type": "Organization", "name": page.contractor} if page.contractor else None,
        "contactPoint": {"@type": "ContactPoint", "name": page.contact, "telephone": page.phone}
        if page.phone
        else None,
    }
    return [without_blanks(value)]


def works_json_ld(entry: WorksEntry, address: str) -> list[dict[str, Any]]:
    cancelled = "https://schema.org/EventCancelled"
    value = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": str(entry.notice.titles),
        "description": entry.text,
        "startDate": entry.notice.starts.isoformat(),
        "endDate": entry.notice.ends.isoformat(),
        "eventStatus": cancelled if entry.notice.is_cancelled else "https://schema.org/EventScheduled",
        "location": {"@type": "Place", "name": entry.place, "address": entry.place},
        "url": address,
    }
    return [without_blanks(value)]


def without_blanks(value: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if item not in ("", None, [], {})}
