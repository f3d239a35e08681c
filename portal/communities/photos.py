"""Photos of public-facing staff are cut when the row is saved, so that showing them takes no query of its own."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from portal.communities.models import GridStaff
from portal.communities.models.people import PHOTO


def _cut_photo(instance: GridStaff, raw: bool = False, **kwargs: Any) -> None:
    photo = instance.photo
    if photo is not None and not raw:
        transaction.on_commit(lambda: photo.get_rendition(PHOTO))


def connect() -> None:
    """Called in AppConfig.ready()."""
    post_save.connect(_cut_photo, sender=GridStaff, dispatch_uid="photos.GridStaff")
