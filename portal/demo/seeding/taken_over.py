"""Pages of the corpus that were guides in an earlier demo and have a page type of their own now."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail_localize.models import TranslatableObject

from portal.demo.models import SeededPage
from portal.demo.seeding.guides import is_edited
from portal.home.models import PageKey
from portal.services.importing.writing import pages_of


@dataclass(frozen=True, slots=True)
class Words:
    """What an edited guide said, to be said by the page that takes its place."""

    title: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class TakenOver:
    """`old_addresses` lead to the new page, see `settle`; `words` are by language and empty for untouched ones."""

    translation_key: UUID
    old_addresses: dict[str, str]
    words: dict[str, Words]


def take_over(key: str) -> TakenOver | None:
    """Remove the guide that stood under the key, if there is one; its successor keeps key and translation key.

    None where the successor was written before, or somebody deleted the guide: nobody wants it back at the next start.
    """
    guides = pages_of(key)
    seeded = SeededPage.objects.filter(key=key).first()
    if seeded and not guides:
        return None
    edited = bool(guides and seeded and is_edited(seeded))
    known = PageKey.objects.filter(key=key).values_list("translation_key", flat=True).first()
    taken = TakenOver(
        translation_key=known or uuid5(NAMESPACE_URL, key),
        old_addresses={language: guide.url for language, guide in guides.items() if guide.url},
        words={language: Words(guide.title, guide.summary, guide.body) for language, guide in guides.items() if edited},
    )
    for guide in guides.values():
        guide.delete()
    if guides:
        # What wagtail-localize knew of the guides; their successors are recorded anew.
        TranslatableObject.objects.filter(translation_key=taken.translation_key).delete()
        SeededPage.objects.filter(key=key).delete()
    PageKey.objects.get_or_create(key=key, defaults={"translation_key": taken.translation_key})
    return taken


def settle(taken: TakenOver, key: str, pages: Mapping[str, Page]) -> None:
    """The successors stand, by language: the old addresses lead there, and the next start leaves them alone."""
    site = Site.objects.get(is_default_site=True)
    for language, page in pages.items():
        if old := taken.old_addresses.get(language):
            values = {"redirect_page": page, "is_permanent": True}
            Redirect.objects.get_or_create(old_path=Redirect.normalise_path(old), site=site, defaults=values)
    revisions = {language: page.latest_revision_id for language, page in pages.items()}
    SeededPage.objects.update_or_create(key=key, defaults={"digest": "", "revisions": revisions})
