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
    wanted = set(references_in(notice, get_document_model(), "attachments", "body"))
    known = get_document_model().objects.filter(pk__in=wanted).values_list("pk", flat=True) if wanted else []
    AnnouncedFile.objects.bulk_create([AnnouncedFile(document_id=pk) for pk in known], ignore_conflicts=True)


def references_in(notice: Page, model: type[models.Model], *fields: str) -> Iterator[int]:
    """Primary keys of the rows of `model` that these fields of the notice show or link to."""
    for name in fields:
        field = notice._meta.get_field(name)
        for found, pk, *_where in field.extract_references(field.value_from_object(notice)):
            if issubclass(found, model):
                yield int(pk)
