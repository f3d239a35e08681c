"""Cases follow where their pages stand, and the calendar follows cases."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_slug_changed, post_page_move

from portal.plugins.bundled.elevator_consultations.calendar_entries import KINDS, row_changed
from portal.plugins.bundled.elevator_consultations.models import CaseIndexPage, CasePage
from portal.plugins.bundled.elevator_consultations.storing import store_case


def follow_page(instance: CasePage, **_signal: Any) -> None:
    store_case(instance.translation_key)


def follow_tree(instance: Any, **_signal: Any) -> None:
    """Moved, or its list has another address now."""
    for key in CasePage.objects.descendant_of(instance, inclusive=True).values_list("translation_key", flat=True):
        store_case(key)


def connect() -> None:
    """Called in AppConfig.ready(); the uids keep a second call harmless."""
    post_delete.connect(follow_page, sender=CasePage, dispatch_uid="elevators_deleted")
    for sender in (CasePage, CaseIndexPage):
        page_slug_changed.connect(follow_tree, sender=sender, dispatch_uid=f"elevators_slug_{sender.__name__}")
        post_page_move.connect(follow_tree, sender=sender, dispatch_uid=f"elevators_move_{sender.__name__}")
    for name, model in KINDS.items():
        post_save.connect(row_changed, sender=model, dispatch_uid=f"elevators_saved_{name}")
        post_delete.connect(row_changed, sender=model, dispatch_uid=f"elevators_gone_{name}")
