"""What the search knows of a file's contents."""

from django.db import models
from django.db.models import Q
from wagtail.documents import get_document_model_string


class Reading(models.TextChoices):
    """WAITING: to be read. READ: its words are known, its pages were marked. SETTLED: marked once more by timed work,
    since Wagtail's index of references may have been behind the first time."""

    WAITING = "waiting"
    READ = "read"
    SETTLED = "settled"


class DocumentText(models.Model):
    """One row a PDF or DOCX file, made in the transaction that saves the file; so nothing is lost with a process.

    `file` is the stored name that `text` belongs to; `problem` says why there is none.
    """

    changes_pages = False

    document = models.OneToOneField(get_document_model_string(), on_delete=models.CASCADE, related_name="+")
    file = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=Reading, default=Reading.WAITING, db_index=True)
    text = models.TextField(blank=True)
    problem = models.CharField(max_length=100, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Reading.values), name="document_text_state_is_known")
        ]

    def __str__(self) -> str:
        return self.file
