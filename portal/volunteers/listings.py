"""Lists of teams and fields of work as templates read them."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.communities.models import Community
from portal.components import Badge, LinkItem
from portal.home.labels import LabelEntry
from portal.volunteers.addresses import field_url, teams_url
from portal.volunteers.catalogue import TeamEntry


def team_links(teams: Iterable[TeamEntry], community: Community, request: HttpRequest | None = None) -> list[LinkItem]:
    base, language = teams_url(community, request), get_language()
    return [
        LinkItem(
            title=team.title,
            url=f"{base}{team.slug}/",
            summary=team.summary,
            badges=recruiting_badges(team.is_recruiting),
            language="" if team.language == language else team.language,
        )
        for team in teams
    ]


def recruiting_badges(is_recruiting: bool) -> list[Badge]:
    return [Badge(_("Looking for people"), "good")] if is_recruiting else []


def field_links(
    fields: Iterable[tuple[LabelEntry, int]], community: Community, request: HttpRequest | None = None
) -> list[LinkItem]:
    """`note` is the number of teams."""
    return [
        LinkItem(
            title=str(field),
            url=field_url(field.code, community, request),
            note=str(count),
            icon=field.icon,
            language=field.names.other_language,
        )
        for field, count in fields
    ]
