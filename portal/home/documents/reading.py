"""Reading files in the background: after commit by a worker, and by timed work what a crash left behind."""

import logging
import signal as signals
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django_tasks import task
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import CollectionViewRestriction

from portal.home.documents import words
from portal.home.documents.attached import mark_pages_with
from portal.home.documents.unread import GONE, TOO_LARGE, TOO_SLOW
from portal.home.models import DocumentText, Reading

logger = logging.getLogger(__name__)
KINDS = ("pdf", "docx")
MAX_BYTES = 20 * 2**20
SECONDS = 30
AT_A_TIME = 50


class Unreadable(Exception):
    """Broken, with a password, too large, or made to do harm. Its text is kept as `problem`; see `unread`."""


def words_in(data: bytes, kind: str) -> str:
    """Raises Unreadable. Takes at most SECONDS, however the file is made."""
    if len(data) > MAX_BYTES:
        raise Unreadable(TOO_LARGE)
    command = [sys.executable, "-I", str(Path(words.__file__)), kind]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file is only what it reads
            command, input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(TOO_SLOW) from None
    if done.returncode:
        raise Unreadable(_reason(done.returncode, done.stderr.decode("utf-8", "replace")))
    return done.stdout.decode("utf-8", "replace")


def _reason(status: int, said: str) -> str:
    if status == -getattr(signals, "SIGXCPU", 0):
        return TOO_SLOW
    *_complaints, last = said.splitlines() or [""]
    return last[-60:] or f"ended with {status}"


def read_waiting() -> int:
    """Read what waits, AT_A_TIME; how many files wait no longer. A store that cannot be reached leaves them waiting."""
    waiting = DocumentText.objects.filter(state=Reading.WAITING).select_related("document").order_by("pk")
    return sum(_read(row) for row in list(waiting[:AT_A_TIME]))


def _read(row: DocumentText) -> bool:
    """A file that was replaced meanwhile waits on."""
    text, problem = "", ""
    try:
        with row.document.open_file() as file:
            text = words_in(file.read(MAX_BYTES + 1), row.document.file_extension.lower())
    except FileNotFoundError:
        problem = GONE
    except OSError as error:
        logger.warning("Document %d waits: %s", row.document_id, error)
        return False
    except Unreadable as reason:
        problem = str(reason)
        logger.warning("Document %d cannot be read: %s", row.document_id, reason)
    with transaction.atomic():
        same = DocumentText.objects.filter(pk=row.pk, state=Reading.WAITING, file=row.file)
        is_kept = bool(same.update(text=text, problem=problem[:100], state=Reading.READ))
        if is_kept and text:
            mark_pages_with([row.document])
    return is_kept


def read_documents() -> None:
    """Timed work: what waits, files from before this was there, and the pages of what was read since the last time."""
    model = get_document_model()
    unknown = model.objects.exclude(pk__in=DocumentText.objects.values("document")).order_by("pk")
    new = [DocumentText(document=each, file=each.file.name) for each in unknown if each.file_extension.lower() in KINDS]
    DocumentText.objects.bulk_create(new, ignore_conflicts=True)
    with transaction.atomic():
        fresh = DocumentText.objects.filter(state=Reading.READ).select_related("document")
        rows = list(fresh)
        if documents := [row.document for row in rows if row.text]:
            mark_pages_with(documents)
        DocumentText.objects.filter(pk__in=[row.pk for row in rows], state=Reading.READ).update(state=Reading.SETTLED)
    while read_waiting():
        pass


@task()
def read_soon() -> None:
    read_waiting()


# What changes what


def note_document(sender: type, instance: AbstractDocument, raw: bool = False, **kwargs: Any) -> None:
    """In the transaction that saves the file. Its pages are marked too: it may have moved to where few may see it."""
    if raw:
        return
    if instance.file_extension.lower() in KINDS:
        row, _is_new = DocumentText.objects.get_or_create(document=instance, defaults={"file": instance.file.name})
        if row.file != instance.file.name:
            row.file, row.state, row.text, row.problem = instance.file.name, Reading.WAITING, "", ""
            row.save()
        if row.state == Reading.WAITING:
            transaction.on_commit(read_soon.enqueue, robust=True)
    else:
        DocumentText.objects.filter(document=instance).delete()
    mark_pages_with([instance])


def note_deletion(sender: type, instance: AbstractDocument, **kwargs: Any) -> None:
    """While it is still known which pages have it."""
    mark_pages_with([instance])


def note_privacy(sender: type, instance: CollectionViewRestriction, **kwargs: Any) -> None:
    """Who may open files of a collection, and those below, has changed."""
    documents = get_document_model().objects.filter(collection__path__startswith=instance.collection.path)
    mark_pages_with(list(documents.only("pk")))


def connect() -> None:
    """Called in AppConfig.ready(); the uids keep a second call harmless."""
    model = get_document_model()
    post_save.connect(note_document, sender=model, dispatch_uid="document_text_save")
    pre_delete.connect(note_deletion, sender=model, dispatch_uid="document_text_delete")
    for signal in (post_save, post_delete):
        signal.connect(
            note_privacy, sender=CollectionViewRestriction, dispatch_uid=f"document_text_privacy_{id(signal)}"
        )
