"""Records into published guides: created, updated or left alone by key, in every language they have."""

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.signals import page_published

from portal.home.models import PageKey
from portal.pairs import record_translation, translation_source_language
from portal.romanise import slug_from
from portal.services.importing.drafts import STREAMS, draft_values, set_values
from portal.services.importing.keeping import with_forms_of
from portal.services.importing.lists import Imported, Lists
from portal.services.importing.records import GuideRecord
from portal.services.models import GuideAudience, GuideIndexPage, GuideLifeEvent, GuidePage


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def outcome_for(record: GuideRecord, before: Imported | None, *, again: bool = False) -> Outcome:
    """What importing the record will do, given what is under its key."""
    if before is None or not before.languages:
        return Outcome.CREATED
    is_same = before.digest == record.digest and before.languages >= set(record.languages)
    return Outcome.UNCHANGED if is_same and not again else Outcome.UPDATED


@transaction.atomic
def write_guide(
    *, record: GuideRecord, lists: Lists, by: AbstractBaseUser | None = None, again: bool = False
) -> Outcome:
    """One guide in all its languages, live at once; every page that changes gets a revision and log entries.

    A record that is the same as at the last import changes nothing, so what editors did since stays, unless `again`;
    a changed one wins, and their version stays in the history. One that names related guides counts as imported when
    `relate_guides` has set them. Two processes at one new key: the second raises IntegrityError.
    """
    key = PageKey.objects.select_for_update().filter(key=record.key).first()
    pages = _pages_under(key) if key else {}
    before = Imported(key.digest, frozenset(pages)) if key else None
    outcome = outcome_for(record, before, again=again)
    if outcome == Outcome.UNCHANGED:
        return outcome
    if key is None:
        key = PageKey.objects.create(key=record.key, translation_key=GuidePage().translation_key)
    source = _source_language(key, pages, record)
    indexes = _locked_indexes(record, lists, pages)
    slug = _slug(record, lists, pages)
    for language in sorted(record.languages, key=lambda code: code != source):
        write = _change_page if language in pages else _add_page
        page = pages.get(language) or GuidePage(
            slug=slug, locale=lists.locales[language], translation_key=key.translation_key
        )
        pages[language] = write(page, indexes[language], record, language, lists, by)
    for language in record.languages:
        if language != source:
            record_translation(source=pages[source], target=pages[language], by=by)
    set_last_change(pages[source], record)
    PageKey.objects.filter(pk=key.pk).update(digest="" if record.details.get("related") else record.digest)
    return outcome


def pages_of(key: str) -> dict[str, GuidePage]:
    """{language: page} of what was imported under the key."""
    found = PageKey.objects.filter(key=key).first()
    return _pages_under(found) if found else {}


def _pages_under(key: PageKey) -> dict[str, GuidePage]:
    pages = GuidePage.objects.filter(translation_key=key.translation_key).select_related("locale").order_by("pk")
    return {page.locale.language_code: page for page in pages}


def _source_language(key: PageKey, pages: dict[str, GuidePage], record: GuideRecord) -> str:
    """What is translated from stays so: a guide that began in English is not turned round by its Chinese."""
    if len(pages) < 2:
        return next(iter(pages), record.languages[0])
    language = translation_source_language(key.translation_key)
    return language if language in pages else next(iter(pages))


def _locked_indexes(record: GuideRecord, lists: Lists, pages: Collection[str]) -> dict[str, GuideIndexPage]:
    """The indexes that get a page, locked in one order: Wagtail numbers siblings by the last one it sees."""
    indexes = lists.indexes(record.community)
    growing = [indexes[language].pk for language in record.languages if language not in pages]
    if growing:
        locked = Page.objects.select_for_update().filter(pk__in=growing).order_by("pk")
        children = dict(locked.values_list("pk", "numchild"))
        for index in indexes.values():
            index.numchild = children.get(index.pk, index.numchild)
    return indexes


def _slug(record: GuideRecord, lists: Lists, pages: dict[str, GuidePage]) -> str:
    for page in pages.values():
        return page.slug
    by_key = record.key if slug_from(record.key) == record.key else ""
    title = next(iter(record.texts.values())).title
    return lists.free_slug(record.slug or by_key or slug_from(title) or "guide", lists.owner(record))


def _add_page(
    page: GuidePage,
    index: GuideIndexPage,
    record: GuideRecord,
    language: str,
    lists: Lists,
    by: AbstractBaseUser | None,
) -> GuidePage:
    """A page that is live from its first save on, with what publishing a draft would have left: a revision that is the
    live one, log entries and the signal. Wagtail saves a page three times for that."""
    fill(page, record, language, lists)
    page.owner, page.live, page.has_unpublished_changes = by, True, False
    page.first_published_at = page.last_published_at = timezone.now()
    index.add_child(instance=page)
    revision = page.save_revision(user=by, changed=False, clean=False)
    page.live_revision = revision
    GuidePage.objects.filter(pk=page.pk).update(live_revision=revision)
    log(instance=page, action="wagtail.publish", user=by, revision=revision, content_changed=True)
    page_published.send(sender=GuidePage, instance=page, revision=revision)
    return page


def _change_page(
    page: GuidePage,
    index: GuideIndexPage,
    record: GuideRecord,
    language: str,
    lists: Lists,
    by: AbstractBaseUser | None,
) -> GuidePage:
    """The page as it is live then; one that already says all this gets no further revision."""
    if page.community_id != index.community_id:
        page.move(index, pos="last-child", user=by)
        page = GuidePage.objects.select_related("locale").get(pk=page.pk)
    before = _comparable(page)
    fill(page, record, language, lists)
    if page.live and _comparable(page) == before:
        return page
    # Publishing checks the page.
    revision = page.save_revision(user=by, log_action=True, clean=False)
    publishing = PublishPageRevisionAction(revision, user=by)
    publishing.execute()
    return publishing.object


def fill(page: GuidePage, record: GuideRecord, language: str, lists: Lists) -> None:
    """Set the record's values in one language, without saving."""
    values = draft_values(record, language, today=lists.today)
    set_values(page, with_forms_of(page, values))
    page.draft_title = page.title
    if record.category:
        page.category = lists.categories[record.category]
    page.audience_rows.set([GuideAudience(audience=lists.audiences[code]) for code in audiences_of(record)])
    if "life_events" in record.details:
        events = dict.fromkeys(record.details["life_events"])
        page.life_event_rows.set([GuideLifeEvent(life_event=lists.life_events[code]) for code in events])


def audiences_of(record: GuideRecord) -> Sequence[str]:
    return tuple(dict.fromkeys([*record.audiences, *record.details.get("audiences", ())]))


def _comparable(page: GuidePage) -> dict:
    """What an import sets, without what saving changes and without the ids of rows."""
    data = page.serializable_data()
    rows = ("audience_rows", "life_event_rows", "related_rows")
    kept = {name: value for name, value in data.items() if name not in rows and not name.endswith("_at")}
    kept |= {name: json.loads(data[name]) for name in STREAMS}  # databases order the keys of objects as they like
    for name, target in (("audience_rows", "audience"), ("life_event_rows", "life_event")):
        kept[name] = sorted(row[target] for row in data.get(name, []))
    return kept


def set_last_change(page: Page, record: GuideRecord) -> None:
    """Say when the text was last changed where it came from, rather than when it was imported."""
    if record.updated_at is None:
        return
    moment = min(datetime.combine(record.updated_at, time(12), tzinfo=UTC), timezone.now())
    GuidePage.objects.filter(translation_key=page.translation_key).update(
        last_published_at=moment, first_published_at=moment
    )
