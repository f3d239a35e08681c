"""Adding to what else a page is called, from outside its editor: the search report leads here."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet
from wagtail_localize.models import Translation

from portal.also_known_as import LONGEST, AlsoKnownAs
from portal.communities.rules import Anyone
from portal.home.page_source import searchable_types
from portal.plugins.hidden import shown_pages

LONGEST_WORD = 100


@dataclass(frozen=True, slots=True)
class Addition:
    """What will happen: `before` and `after` are the field's words. Without `is_published` it stays a draft."""

    page: Any
    before: str
    after: str
    is_published: bool


def nameable_pages(user: Anyone) -> PageQuerySet:
    """Pages with the field that this person may change; aliases have no words of their own."""
    types = [model for model in searchable_types() if issubclass(model, AlsoKnownAs)]
    own = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    pages = Page.objects.type(*types).filter(alias_of=None, pk__in=own.order_by().values("pk"))
    return pages.filter(pk__in=shown_pages().values("pk"))


def addition_to(page: Page, word: str, *, by: Anyone) -> Addition:
    """Looks, and changes nothing. ValidationError says why it cannot be, PermissionDenied that this person may not."""
    may = page.permissions_for_user(by)
    if not may.can_edit():
        raise PermissionDenied
    if may.page_locked():
        raise ValidationError(_("“%(page)s” is locked.") % {"page": page.get_admin_display_title()})
    if is_translated_elsewhere(page):
        problem = _("“%(page)s” is a translation: add the word where it is translated.")
        raise ValidationError(problem % {"page": page.get_admin_display_title()})
    latest = page.get_latest_revision_as_object()
    words = latest.keyword_list
    if word in words:
        raise ValidationError(_("“%(page)s” is called so already.") % {"page": page.get_admin_display_title()})
    after = ", ".join([*words, word])
    if len(after) > LONGEST:
        raise ValidationError(_("The field is full: take a word away in the page’s editor first."))
    # What others have begun and not published is not published by this.
    is_published = page.live and not page.has_unpublished_changes and may.can_publish()
    return Addition(latest, ", ".join(words), after, is_published)


def is_translated_elsewhere(page: Page) -> bool:
    """Its words come from the translation editor, which would write over ours."""
    translations = Translation.objects.filter(target_locale=page.locale, enabled=True)
    return translations.filter(source__object_id=page.translation_key).exists()


@transaction.atomic
def add_keyword(page: Page, word: str, *, by: Anyone) -> Addition:
    """A revision with the word, published where `addition_to` says so. Raises what that raises."""
    locked = Page.objects.select_for_update().get(pk=page.pk)
    addition = addition_to(locked.specific, word, by=by)
    changed = addition.page
    changed.keywords = addition.after
    revision = changed.save_revision(user=by, log_action=True)
    if addition.is_published:
        revision.publish(user=by)
    return addition
