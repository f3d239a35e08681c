"""Pictures are cut when a notice goes out, so that the first reader neither waits for it nor changes anything.

The web server hands out what was cut without asking anybody. So when a public announcement ends or is deleted, the cuts
of its pictures are deleted: a photograph of a list of names is as much a file of it as an attachment.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.images import get_image_model

from portal.notices.choices import NoticeKind
from portal.notices.files import is_open, pages_with
from portal.notices.models import NoticePage
from portal.notices.models.announced import references_in
from portal.operations.due import register_due_job
from portal.pictures import pictures_of


def follow_saved(sender: type, instance: NoticePage, raw: bool = False, **kwargs: Any) -> None:
    if raw or not instance.pictures:
        return
    if instance.live:
        transaction.on_commit(lambda: pictures_of(instance.pictures))
    else:
        follow_gone(sender, instance)


def follow_gone(sender: type, instance: NoticePage, **kwargs: Any) -> None:
    """Also of a draft, whose pictures nobody is to see yet."""
    if instance.kind == NoticeKind.ANNOUNCEMENT:
        chosen = pictures_in(instance)
        transaction.on_commit(lambda: delete_cuts(chosen))


def pictures_in(notice: NoticePage) -> set[int]:
    return set(references_in(notice, get_image_model(), "pictures"))


def delete_cuts(pictures: Iterable[int]) -> None:
    """But of those that a published page shows. Whoever works with a picture gets it cut anew in the admin."""
    for picture in get_image_model().objects.filter(pk__in=pictures):
        if not is_open(pages_with(picture)):
            picture.renditions.all().delete()


def delete_cuts_of_ended() -> int:
    """Each day: what a crash left, or a look at an ended announcement in the admin cut anew."""
    ended = NoticePage.objects.filter(kind=NoticeKind.ANNOUNCEMENT, live=False)
    pictures = {picture for notice in ended.iterator() for picture in pictures_in(notice)}
    delete_cuts(pictures)
    return len(pictures)


def connect() -> None:
    """Called in AppConfig.ready()."""
    post_save.connect(follow_saved, sender=NoticePage, dispatch_uid="notices_pictures")
    post_delete.connect(follow_gone, sender=NoticePage, dispatch_uid="notices_pictures_gone")
    register_due_job("notices.delete_cuts_of_ended", delete_cuts_of_ended, every=timedelta(days=1))
