"""Offices as a search source: the counter of each open community, its other offices, and those of its street office.

Ids: `office:12`, and `office:of-CODE` for a community's own counter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.communities.choices import CommunityStatus
from portal.communities.models import Community, Office, Street
from portal.communities.signals import offices_imported
from portal.communities.wording import words_for
from portal.home.offices import KIND, offices_url
from portal.home.public_places import PublicPlaces
from search.contract import EntryRef, Hit, Note, SearchEntry, mark_changed

OF_COMMUNITY = "of-"
# Nobody notes when an office changed, and it is no news: where age counts it comes last.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Counter:
    """An office, or a community's own counter; `community` is None for a street's."""

    id: str
    place: Office | Community
    community: Community | None

    @property
    def languages(self) -> list[str]:
        return [code for code, _label in settings.LANGUAGES if self.place.names.get(code)]

    def title(self, language: str) -> str:
        name = self.place.names.in_language(language)
        if isinstance(self.place, Office):
            return name
        with translation.override(language):
            return _("%(community)s: %(office)s") % {"community": name, "office": words_for(self.place.kind).office}

    @property
    def street(self) -> Street:
        """Every office has one, its own or its community's."""
        return self.community.street if self.community else cast(Street, cast(Office, self.place).street)

    def path(self, reader: Community | None, language: str) -> str:
        anchor = f"#{self.id.replace(':', '-')}" if isinstance(self.place, Office) else "#community"
        if self.community is not None:
            return f"{offices_url(self.community, language=language)}{anchor}"
        if reader is not None and isinstance(self.place, Office) and reader.street_id == self.place.street_id:
            return f"{offices_url(reader, language=language)}{anchor}"
        with translation.override(language):
            return f"{reverse('communities:street', args=[self.street.code])}{anchor}"


class OfficeSource:
    """Each method takes two queries, or one where only one of the two kinds is asked for."""

    prefix = "office"

    def all_refs(self) -> Iterable[EntryRef]:
        for counter in counters():
            for language in counter.languages:
                yield EntryRef(counter.id, language)

    def entries(self, refs: Sequence[EntryRef]) -> Iterable[SearchEntry]:
        wanted = set(refs)
        for counter in counters({ref.id for ref in refs}):
            for language in counter.languages:
                if EntryRef(counter.id, language) in wanted:
                    yield entry_for(counter, language)

    def page_keys(self, hits: Sequence[Hit]) -> Iterable[UUID]:
        return ()

    def paths(
        self, hits: Sequence[Hit], places: PublicPlaces, *, community: Community | None, language: str
    ) -> Mapping[EntryRef, str]:
        found = {counter.id: counter for counter in counters({hit.ref.id for hit in hits})}
        return {hit.ref: found[hit.ref.id].path(community, language) for hit in hits if hit.ref.id in found}


def counters(ids: Iterable[str] | None = None) -> list[Counter]:
    """Those residents may see now, or those of them with these ids: with a phone or an address, in open communities
    or of streets that have some."""
    return [*_offices(ids), *_communities(ids)]


def _offices(ids: Iterable[str] | None) -> Iterable[Counter]:
    open_in_street = Community.objects.open().filter(street=OuterRef("street"))
    is_public = Q(community__status=CommunityStatus.OPEN) | Q(Exists(open_in_street), street__isnull=False)
    rows = _reachable(Office.objects.filter(is_public).select_related("community__street", "street").order_by("pk"))
    if ids is not None:
        pks = [int(pk) for id_ in ids if (pk := id_.removeprefix("office:")).isdigit()]
        rows = rows.filter(pk__in=pks) if pks else rows.none()
    return [Counter(office_id(office), office, office.community) for office in rows]


def _communities(ids: Iterable[str] | None) -> Iterable[Counter]:
    rows = _reachable(Community.objects.open().with_street().order_by("pk"))
    if ids is not None:
        start = f"office:{OF_COMMUNITY}"
        codes = [id_.removeprefix(start) for id_ in ids if id_.startswith(start)]
        rows = rows.filter(code__in=codes) if codes else rows.none()
    return [Counter(counter_id(community), community, community) for community in rows]


def _reachable(rows: QuerySet) -> QuerySet:
    return rows.exclude(phone="", address={})


def office_id(office: Office) -> str:
    return f"office:{office.pk}"


def counter_id(community: Community) -> str:
    return f"office:{OF_COMMUNITY}{community.code}"


def entry_for(counter: Counter, language: str) -> SearchEntry:
    place = counter.place
    with translation.override(language):
        words = [place.phone, str(place.hours), str(counter.community or ""), str(counter.street)]
        if isinstance(place, Office):
            words += [str(label) for label, has in place.access_facts() if has] + [str(place.access_note)]
        words.append(pgettext("words an office is found by", "office, counter, address, phone, opening hours"))
    return SearchEntry(
        ref=EntryRef(counter.id, language),
        key=counter.id,
        kind=KIND,
        title=counter.title(language),
        updated_at=LONG_AGO,
        keywords=tuple(filter(None, _other_names(place))),
        summary=place.address.in_language(language),
        body="\n".join(word for word in words if word),
        other_titles=tuple(counter.title(code) for code in counter.languages if code != language),
        languages=tuple(counter.languages),
        community=counter.community.code if counter.community else "",
    )


def _other_names(place: Office | Community) -> list[str]:
    return [name.strip() for name in place.other_names.split(",")] if isinstance(place, Community) else []


def notes_on_offices(hits: Sequence[Hit]) -> Iterable[tuple[EntryRef, Note]]:
    """Its phone, to be dialled from the result."""
    refs = [hit.ref for hit in hits if hit.kind == KIND]
    found = {counter.id: counter for counter in counters({ref.id for ref in refs})} if refs else {}
    for ref in refs:
        if ref.id in found and (phone := found[ref.id].place.phone):
            yield ref, Note(_("Phone"), phone)


# What changes what


def mark_office(sender: type, instance: Office, **kwargs: object) -> None:
    mark_changed([office_id(instance)])


def mark_community(sender: type, instance: Community, created: bool = False, **kwargs: object) -> None:
    """Its status shows and hides its own offices, and those of a street with no other open community."""
    offices = Office.objects.filter(Q(community=instance) | Q(street=instance.street_id))
    mark_changed([counter_id(instance), *map(office_id, offices.only("pk"))])


def connect() -> None:
    """Called in AppConfig.ready(); the uids keep a second call harmless."""
    for signal in (post_save, post_delete):
        signal.connect(mark_office, sender=Office, dispatch_uid=f"office_marks_{id(signal)}")
    post_save.connect(mark_community, sender=Community, dispatch_uid="office_marks_community")
    offices_imported.connect(mark_community, dispatch_uid="office_marks_import")
