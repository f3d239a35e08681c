"""Files that public announcements have, or had."""

from collections.abc import Iterator

from django.db import models
from wagtail.documents import get_document_model, get_document_model_string
from wagtail.models import Page


class AnnouncedFile(models.Model):
    """That a file was once in an announcement or its draft. It outlives the announcement, and the file's being taken
    out of it: what was made public for a time is not public for good because its page was deleted."""

    document = models.OneToOneField(get_document_model_string(), on_delete=models.CASCADE, related_name="+")

    changes_pages = False

    objects = models.Manager()

    def __str__(self) -> str:
        return str(self.document)


def note_files(notice: Page) -> None:
    """Two queries where the announcement has files, else none. The index of references is behind by a moment and
    knows nothing of drafts, so it is not asked."""
    wanted = set(_documents_of(notice))
    known = get_document_model().objects.filter(pk__in=wanted).values_list("pk", flat=True) if wanted else []
    AnnouncedFile.objects.bulk_create([AnnouncedFile(document_id=pk) for pk in known], ignore_conflicts=True)


def _documents_of(notice: Page) -> Iterator[int]:
    for name in ("attachments", "body"):
        field = notice._meta.get_field(name)
        for model, pk, *_where in field.extract_references(field.value_from_object(notice)):
            if issubclass(model, get_document_model()):
                yield int(pk)
