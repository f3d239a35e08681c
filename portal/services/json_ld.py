"""Guides as schema.org objects: the service, its questions, its steps."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from portal.services.answers import GuideAnswer, Way
from portal.services.choices import Channel, GuideKind
from portal.templatetags.portal_ui import bcp47

if TYPE_CHECKING:
    from portal.services.models import GuidePage


def guide_json_ld(guide: "GuidePage", answer: GuideAnswer, request: HttpRequest) -> list[dict[str, Any]]:
    """Nothing for kinds that are no service of an office."""
    if guide.kind != GuideKind.GUIDE:
        return []
    address = guide.get_canonical(request)
    objects = [_service(guide, answer, address)]
    if guide.questions:
        objects.append(_questions(guide))
    if len(guide.steps) > 1:
        objects.append(_steps(guide))
    return objects


def _without_blanks(value: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if item not in ("", None, [], {})}


def _service(guide: "GuidePage", answer: GuideAnswer, address: str) -> dict[str, Any]:
    community = guide.shown_community
    return _without_blanks(
        {
            "@context": "https://schema.org",
            "@type": "GovernmentService",
            "@id": f"{address}#service",
            "name": guide.title,
            "description": guide.summary,
            "alternateName": guide.keyword_list,
            "serviceType": str(guide.category or ""),
            "url": address,
            "provider": {"@type": "GovernmentOrganization", "name": guide.office} if guide.office else None,
            "areaServed": {"@type": "AdministrativeArea", "name": str(community.names)} if community else None,
            "audience": [{"@type": "Audience", "audienceType": str(label)} for label in guide.audience_labels],
            "availableChannel": [_channel(way, guide.language_code) for way in answer.ways],
        }
    )


def _channel(way: Way, language: str) -> dict[str, Any]:
    channel: dict[str, Any] = {"@type": "ServiceChannel", "availableLanguage": bcp47(language), "name": way.name}
    if way.channel == Channel.ONLINE:
        return _without_blanks({**channel, "serviceUrl": way.url})
    hours = way.hours.schema_org()
    if way.channel == Channel.COUNTER:
        channel["serviceLocation"] = _without_blanks(
            {
                "@type": "GovernmentOffice",
                "name": way.place,
                "address": way.place,
                "telephone": way.phone,
                "openingHoursSpecification": hours,
            }
        )
    elif way.phone:
        channel["servicePhone"] = _without_blanks(
            {"@type": "ContactPoint", "telephone": way.phone, "hoursAvailable": hours}
        )
    return _without_blanks(channel)


def _questions(guide: "GuidePage") -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": child.value.get("question"),
                "acceptedAnswer": {"@type": "Answer", "text": child.value.get("answer")},
            }
            for child in guide.questions
        ],
    }


def _steps(guide: "GuidePage") -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "HowTo",
        "name": guide.title,
        "step": [
            _without_blanks(
                {
                    "@type": "HowToStep",
                    "position": place,
                    "name": child.value.get("title"),
                    "text": child.value.get("text") or child.value.get("title"),
                }
            )
            for place, child in enumerate(guide.steps, start=1)
        ],
    }
