"""Handing a translation in for approval, like a page.

wagtail-localize's editor keeps each text as it is typed and knows no other end than publishing, which contributors may
not.
"""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import Translation


def can_hand_in(user: User, page: Page) -> bool:
    """Whoever may edit the page, as long as it is not locked and does not wait for approval already."""
    may = page.permissions_for_user(user)
    return may.can_edit() and may.can_submit_for_moderation()


@transaction.atomic
def hand_in_translation(*, translation: Translation, by: User) -> bool:
    """Put the words translated so far before the page's moderators, as a draft: what is live stays as it is.

    Texts without a translation stay in the first language. False where the page cannot take a text (too long, say):
    nothing is handed in then, and the text is marked in the editor.
    """
    if not can_hand_in(by, translation.get_target_instance()):
        raise PermissionDenied
    try:
        translation.save_target(user=by, publish=False)
    except ValidationError:
        return False
    page = translation.get_target_instance()
    asked_for_changes = page.current_workflow_state
    if asked_for_changes is None:
        page.get_workflow().start(page, by)
    else:
        asked_for_changes.resume(by)
    return True
