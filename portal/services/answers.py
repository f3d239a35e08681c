"""What a guide answers first, with what the community adds: must I come, where, when, whom do I call?"""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.communities.models import Community
from portal.hours.schedule import OpeningHours
from portal.services.choices import Channel, MustCome

if TYPE_CHECKING:
    from portal.services.models import GuideOverlay, GuidePage


ICONS = {Channel.COUNTER: "place", Channel.ONLINE: "online", Channel.PHONE: "phone", Channel.HOME_VISIT: "home"}


@dataclass(frozen=True, slots=True)
class Way:
    """A way of getting it done, in the guide's words. `is_own`: the community itself says where, and in which language
    if that is not the reader's."""

    channel: Channel
    name: str = ""
    place: str = ""
    place_language: str = ""
    hours: OpeningHours = field(default_factory=OpeningHours)
    hours_note: str = ""
    phone: str = ""
    url: str = ""
    note: str = ""
    is_own: bool = False

    @property
    def label(self) -> str:
        return str(self.channel.label)

    @property
    def icon(self) -> str:
        return ICONS[self.channel]


@dataclass(frozen=True, slots=True)
class GuideAnswer:
    """`phone` is the number to call about this guide, the community's if it gave one; `note` is the community's."""

    must_come: str
    ways: tuple[Way, ...]
    phone: str
    note: str
    note_language: str = ""

    @property
    def counter(self) -> Way | None:
        """Where to go, if anywhere: the first counter."""
        return next((way for way in self.ways if way.channel == Channel.COUNTER), None)


def answer_for(guide: "GuidePage", community: Community | None, overlay: "GuideOverlay | None") -> GuideAnswer:
    ways = [way_of(child.block_type, child.value, community, guide.other_language) for child in guide.channels]
    at_community = [way.phone for way in ways if way.is_own]
    if overlay:
        ways = _with_overlay(ways, overlay)
    phones = [overlay.phone if overlay else "", *at_community, guide.phone, *(way.phone for way in ways)]
    return GuideAnswer(
        must_come=must_come_text(guide.must_come, guide.visits),
        ways=tuple(ways),
        phone=next((phone for phone in phones if phone), ""),
        note=str(overlay.note) if overlay else "",
        note_language=overlay.note.other_language if overlay else "",
    )


def must_come_text(must_come: str, visits: int | None) -> str:
    """The answer in one sentence; empty where the editor has not said."""
    if must_come == MustCome.NO:
        return _("You do not have to come.")
    if must_come == MustCome.SOMETIMES:
        return _("You have to come in some cases only.")
    if must_come == MustCome.YES and visits:
        return ngettext("You have to come once.", "You have to come %(visits)d times.", visits) % {"visits": visits}
    return _("You have to come.") if must_come == MustCome.YES else ""


def way_of(block_type: str, value: Any, community: Community | None, language: str = "") -> Way:
    """Blocks of drafts may lack anything. `language` is the guide's where it is not the reader's."""
    way = Way(
        channel=Channel(block_type.replace("_", " ")),
        name=value.get("name") or value.get("who") or "",
        place=value.get("place") or "",
        place_language=language,
        hours=value["hours"] if isinstance(value.get("hours"), OpeningHours) else OpeningHours(),
        hours_note=value.get("hours_note") or "",
        phone=value.get("phone") or "",
        url=value.get("url") or "",
        note=value.get("note") or "",
    )
    if value.get("at_community") and community is not None:
        return _at_community(way, community)
    if value.get("at_community") and not way.place:
        return replace(way, place=_("The counter of your community"), place_language="")
    return way


def _at_community(way: Way, community: Community) -> Way:
    own = community.address if str(community.address) else community.names
    return replace(
        way,
        place=way.place or str(own),
        place_language=way.place_language if way.place else own.other_language,
        hours=way.hours or community.hours,
        phone=way.phone or community.phone,
        is_own=True,
    )


def _with_overlay(ways: list[Way], overlay: "GuideOverlay") -> list[Way]:
    """The community's counter, hours and phone take the place of those of the first counter."""
    if not (overlay.counter or overlay.hours or overlay.phone):
        return ways
    place = next((place for place, way in enumerate(ways) if way.channel == Channel.COUNTER), None)
    if place is None:
        if not (overlay.counter or overlay.hours):
            return ways
        ways, place = [Way(channel=Channel.COUNTER), *ways], 0
    theirs = ways[place]
    ours = replace(
        theirs,
        place=str(overlay.counter) or theirs.place,
        place_language=overlay.counter.other_language if str(overlay.counter) else theirs.place_language,
        hours=overlay.hours or theirs.hours,
        hours_note="" if overlay.hours else theirs.hours_note,
        phone=overlay.phone or theirs.phone,
        is_own=True,
    )
    return [*ways[:place], ours, *ways[place + 1 :]]
