"""Pictures are cut when a notice is saved, so that the first reader neither waits for it nor changes anything."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from portal.notices.models import NoticePage
from portal.pictures import pictures_of


def cut_pictures(sender: type, instance: NoticePage, raw: bool = False, **kwargs: Any) -> None:
    if not raw and instance.pictures:
        transaction.on_commit(lambda: pictures_of(instance.pictures))


def connect() -> None:
    """Called in AppConfig.ready()."""
    post_save.connect(cut_pictures, sender=NoticePage, dispatch_uid="notices_pictures")
