"""What records refer to, read once for a whole import."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from wagtail.models import Locale

from portal.communities.models import Community
from portal.home.models import PageKey
from portal.services.importing.records import CITY, GuideRecord
from portal.services.models import Audience, Category, GuideIndexPage, GuidePage, LifeEvent

BATCH = 500


@dataclass
class Lists:
    today: date
    _indexes: dict[str, dict[str, GuideIndexPage]] = field(default_factory=dict)

    @cached_property
    def categories(self) -> dict[str, Category]:
        return {category.code: category for category in Category.objects.all()}

    @cached_property
    def audiences(self) -> dict[str, Audience]:
        return {audience.code: audience for audience in Audience.objects.all()}

    @cached_property
    def life_events(self) -> dict[str, LifeEvent]:
        return {event.code: event for event in LifeEvent.objects.all()}

    @cached_property
    def communities(self) -> dict[str, Community]:
        """Those with pages, by slug and by code."""
        found = Community.objects.filter(home_pages__isnull=False).distinct()
        return {name: community for community in found for name in (community.slug, community.code)}

    @cached_property
    def locales(self) -> dict[str, Locale]:
        return {locale.language_code: locale for locale in Locale.objects.all()}

    @cached_property
    def page_keys(self) -> set[str]:
        return set(PageKey.objects.values_list("key", flat=True))

    def owner(self, record: GuideRecord) -> Community | None:
        return None if record.community == CITY else self.communities[record.community]

    def indexes(self, community: str) -> dict[str, GuideIndexPage]:
        """{language: index} of the city or of a community."""
        if community not in self._indexes:
            owner = None if community == CITY else self.communities[community]
            pages = GuideIndexPage.objects.filter(community=owner).select_related("locale")
            self._indexes[community] = {page.locale.language_code: page for page in pages}
        return self._indexes[community]

    def free_slug(self, wanted: str, owner: Community | None) -> str:
        """The slug, or the first of slug-2, slug-3, ... that no guide of the owner has in any language at this moment:
        another import may be at work."""
        guides = GuidePage.objects.filter(community=owner, slug__startswith=wanted)
        taken, slug, number = set(guides.values_list("slug", flat=True)), wanted, 1
        while slug in taken:
            number += 1
            slug = f"{wanted}-{number}"
        return slug


@dataclass(frozen=True, slots=True)
class Imported:
    """What an earlier import left under a key."""

    digest: str
    languages: frozenset[str]


def imported_before(keys: Iterable[str]) -> dict[str, Imported]:
    """{key: what is there now}; a few queries for however many keys."""
    wanted, found = sorted(set(keys)), {}
    for start in range(0, len(wanted), BATCH):
        rows = list(PageKey.objects.filter(key__in=wanted[start : start + BATCH]))
        languages: dict = {row.translation_key: set() for row in rows}
        pages = GuidePage.objects.filter(translation_key__in=languages)
        for translation_key, language in pages.values_list("translation_key", "locale__language_code"):
            languages[translation_key].add(language)
        found.update({row.key: Imported(row.digest, frozenset(languages[row.translation_key])) for row in rows})
    return found
