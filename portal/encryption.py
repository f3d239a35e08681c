"""Texts and files that stand encrypted in the database: dumps, copies and whoever reads tables learn nothing of them.

`PORTAL_DATA_KEYS` has the keys, the newest first: it encrypts, all of them decrypt. `manage.py rotate_data_keys` brings
what is stored to the newest.
"""

import base64
import hashlib
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.lookups import Exact, IsNull


def encrypt(text: str) -> str:
    """An empty text stays empty, so that the database can see that there is none."""
    return encrypt_bytes(text.encode()).decode()


def decrypt(stored: str) -> str:
    """Raises ImproperlyConfigured where no key opens it: an empty text in its place would be saved over it."""
    return decrypt_bytes(stored.encode()).decode()


def encrypt_bytes(content: bytes) -> bytes:
    return _keys(tuple(settings.PORTAL_DATA_KEYS)).encrypt(content) if content else b""


def decrypt_bytes(stored: bytes) -> bytes:
    """Raises ImproperlyConfigured, as `decrypt` says."""
    try:
        return _keys(tuple(settings.PORTAL_DATA_KEYS)).decrypt(stored) if stored else b""
    except InvalidToken:
        raise ImproperlyConfigured("No key of PORTAL_DATA_KEYS opens a stored text. Was a key taken out?") from None


@lru_cache(maxsize=2)
def _keys(texts: tuple[str, ...]) -> MultiFernet:
    """The keys are random texts, as SECRET_KEY is; their digests are what Fernet asks for."""
    digests = [hashlib.sha256(text.encode()).digest() for text in texts]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class EncryptedTextField(models.TextField):
    """A short text, encrypted; `max_length` counts its own signs. It cannot be searched, sorted or compared in the
    database but with nothing: `filter(note="")`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length:
            self.validators.append(MaxLengthValidator(self.max_length))

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        return {"exact": IsEmpty, "isnull": IsNull}.get(lookup_name)

    def formfield(self, **kwargs: Any) -> Any:
        """One line, as a CharField has."""
        return models.Field.formfield(self, max_length=self.max_length, **kwargs)


class EncryptedBytesField(models.BinaryField):
    """A small file, such as a scan, encrypted: in no folder that a server could give out, in every backup, gone with
    its row. Keep it in a table of its own, so that lists never read it. It can be compared with nothing."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if value is None else encrypt_bytes(bytes(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        return value if value is None else decrypt_bytes(bytes(value))

    def get_lookup(self, lookup_name: str) -> Any:
        return {"isnull": IsNull}.get(lookup_name)


class IsEmpty(Exact):
    """The same text is never encrypted to the same signs twice: compared with one, nothing would ever be found."""

    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise FieldError("An EncryptedTextField can only be compared with an empty text.")
        return self.rhs
