from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction

from portal.encryption import EncryptedBytesField, EncryptedTextField

BATCH = 200
#: Of rows that hold files: all of a batch are in memory at once.
BATCH_OF_FILES = 4
ENCRYPTED = (EncryptedTextField, EncryptedBytesField)


class Command(BaseCommand):
    help = "Encrypt all encrypted texts and files anew with the first of PORTAL_DATA_KEYS: the others can be taken out."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = sum(encrypt_anew(model, fields) for model, fields in models_with_secrets())
        except ImproperlyConfigured as error:
            raise CommandError(f"{error} What was done before it stays done.") from None
        self.stdout.write(f"{count} rows are encrypted with the first key.")


def models_with_secrets() -> Iterator[tuple[type[models.Model], list[str]]]:
    for model in apps.get_models():
        names = [field.name for field in model._meta.local_concrete_fields if isinstance(field, ENCRYPTED)]
        if names:
            yield model, names


def encrypt_anew(model: type[models.Model], fields: list[str]) -> int:
    """Batch by batch, each row locked while it is read and written: nobody's change in between is lost."""
    count, pks = 0, list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    has_files = any(isinstance(model._meta.get_field(name), EncryptedBytesField) for name in fields)
    batch = BATCH_OF_FILES if has_files else BATCH
    for start in range(0, len(pks), batch):
        with transaction.atomic():
            rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=pks[start : start + batch])
            count += model._base_manager.bulk_update(list(rows.only(*fields)), fields)
    return count
