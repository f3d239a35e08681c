"""The right words for a community and for a village, in one place."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.communities.choices import CommunityKind


@dataclass(frozen=True, slots=True)
class KindWords:
    """`office` is where its counter is; the others say whose something is that residents read."""

    office: str | Promise
    from_here: str | Promise
    added_here: str | Promise


WORDS = {
    CommunityKind.COMMUNITY: KindWords(
        office=_("Community office"),
        from_here=_("From your community"),
        added_here=_("What your community adds"),
    ),
    CommunityKind.VILLAGE: KindWords(
        office=_("Village committee office"),
        from_here=_("From your village"),
        added_here=_("What your village adds"),
    ),
}


def words_for(kind: str) -> KindWords:
    """`words_for(community.kind).office`."""
    return WORDS[CommunityKind(kind)]
