"""Wagtail's own indexes, written once for all guides of an import instead of at each of some six saves a guide."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from modelsearch.backends import get_search_backends
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from portal.services.models import GuidePage

BATCH = 100


@contextmanager
def indexing_at_the_end() -> Iterator[None]:
    """The admin's search and the reference index ("used in") follow when the block is left, also by an exception.

    For commands: signals are turned off for the whole process. Should it be killed, `update_index` and
    `rebuild_references_index` bring both up to date.
    """
    saved: dict[int, None] = {}

    def remember(sender: type, instance: GuidePage, **kwargs: Any) -> None:
        saved[instance.pk] = None

    post_save.connect(remember, sender=GuidePage)
    was_connected = post_save.disconnect(post_save_signal_handler, sender=GuidePage)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        post_save.disconnect(remember, sender=GuidePage)
        if was_connected:
            post_save.connect(post_save_signal_handler, sender=GuidePage)
        ids = list(saved)
        for start in range(0, len(ids), BATCH):
            _index(ids[start : start + BATCH])


@transaction.atomic
def _index(ids: list[int]) -> None:
    guides = list(GuidePage.objects.filter(pk__in=ids).prefetch_related("audience_rows", "life_event_rows"))
    for guide in guides:
        ReferenceIndex.create_or_update_for_object(guide)
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(GuidePage, guides)
