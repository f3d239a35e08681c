"""Notices as schema.org objects: news are articles, the others announcements."""

from typing import TYPE_CHECKING, Any

from portal.notices.choices import NoticeKind

if TYPE_CHECKING:
    from portal.notices.models import NoticePage


def notice_json_ld(notice: "NoticePage", address: str) -> list[dict[str, Any]]:
    """Nothing of lists of persons."""
    if notice.lists_persons:
        return []
    value = _article(notice) if notice.kind == NoticeKind.NEWS else _announcement(notice)
    community = notice.its_community
    published, changed = notice.first_published_at, notice.last_published_at
    common = {
        "@context": "https://schema.org",
        "@id": f"{address}#notice",
        "url": address,
        "inLanguage": notice.language_code,
        "datePublished": published.isoformat() if published else None,
        "dateModified": changed.isoformat() if changed else None,
        "publisher": {"@type": "Organization", "name": community.names.in_language(notice.language_code)}
        if community
        else None,
        **value,
    }
    return [{key: item for key, item in common.items() if item not in (None, "", [])}]


def _article(notice: "NoticePage") -> dict[str, Any]:
    return {
        "@type": "NewsArticle",
        "headline": notice.title,
        "description": notice.lead,
        "image": [picture.rendition.full_url for picture in notice.gallery],
    }


def _announcement(notice: "NoticePage") -> dict[str, Any]:
    posted, community = notice.period_from or notice.first_published_at, notice.its_community
    return {
        "@type": "SpecialAnnouncement",
        "name": notice.title,
        "text": notice.lead,
        "datePosted": posted.isoformat() if posted else None,
        "expires": notice.expire_at.isoformat() if notice.expire_at else None,
        "spatialCoverage": {
            "@type": "AdministrativeArea",
            "name": community.names.in_language(notice.language_code),
        }
        if community
        else None,
    }
