"""What was decided, row after row; none is ever changed."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.plugins.bundled.elevator_consultations.choices import RecordKind
from portal.plugins.bundled.elevator_consultations.models.case import Case


class ChainQuerySet(models.QuerySet):
    def update(self, **values: Any) -> int:
        """Only erasing: the payload and the salt that could check it go together."""
        if values != {"payload": None, "salt": ""}:
            raise TypeError("Rows of the chain are appended and erased, never changed.")
        return super().update(**values)

    def delete(self) -> NoReturn:
        raise TypeError("Rows of the chain are never deleted.")


class ChainRow(models.Model):
    """`commitment` is HMAC-SHA-256(salt, payload as canonical JSON), `digest` SHA-256 over the digest before, number,
    kind, subject, time and commitment. So payload and salt can be erased, and the chain stays checkable.

    `subject` names what it is about within the case and is no personal data: `unit:12`, `answer:3/12`.
    """

    changes_pages = False

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="chain")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=RecordKind)
    subject = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    payload = models.JSONField(null=True)
    salt = models.CharField(max_length=64, blank=True)
    commitment = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects: ClassVar[Any] = ChainQuerySet.as_manager()

    class Meta:
        ordering = ("case_id", "number")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=("case", "number"), name="elevator_chain_number_once"),
            models.UniqueConstraint(fields=("case", "previous"), name="elevator_chain_does_not_fork"),
            models.CheckConstraint(
                condition=Q(payload=None, salt="") | Q(payload__isnull=False) & ~Q(salt=""),
                name="elevator_chain_salt_goes_with_payload",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Rows of the chain are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Rows of the chain are never deleted.")
