"""Codes and tokens: drawn at random, spoken without mistakes, kept as keyed hashes."""

import secrets
import string
import unicodedata
import uuid

from django.utils.crypto import salted_hmac

#: No 0 and O, 1 and I and L, no U that is heard as V: 30 signs, 4.9 bits each.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_SIGNS, GROUP = 9, 3
# Letters and digits alone: a hyphen would hide a token from `request_facts.public_path`.
TOKEN_SIGNS, TOKEN_LENGTH = string.ascii_letters + string.digits, 32


def new_code(signs: int) -> str:
    return "".join(secrets.choice(SIGNS) for _number in range(signs))


def new_reference() -> str:
    """44 bits: enough not to be met by chance, short enough to be said on the phone. It opens nothing by itself."""
    return new_code(REFERENCE_SIGNS)


def plain_code(written: str) -> str:
    """The code as it is kept, of what somebody wrote: "7km 29q-xdr" is 7KM29QXDR."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", written).upper() if sign in SIGNS)


def is_reference(written: str) -> bool:
    """Whether somebody wrote a reference, and no phone number."""
    return len(plain_code(written)) == REFERENCE_SIGNS and any(sign.isalpha() for sign in written)


def in_groups(code: str, size: int = GROUP) -> str:
    """As it is shown and spoken: 7KM-29Q-XDR."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def keyed_hash(purpose: str, secret: str) -> str:
    """What is stored in place of a token or code: of no use without the portal's SECRET_KEY. 64 signs."""
    return salted_hmac(f"portal.participation.{purpose}", secret, algorithm="sha256").hexdigest()


def new_token() -> str:
    """187 bits, for a private link. It has a digit, by which `request_facts.public_path` knows it for what it is."""
    return "".join(secrets.choice(TOKEN_SIGNS) for _number in range(TOKEN_LENGTH - 1)) + secrets.choice(string.digits)


def token_of(once: uuid.UUID) -> str:
    """The token of what was handed in by a form with this key: the same again when the form is sent again."""
    number = int(keyed_hash("token", str(once)), 16)
    signs = []
    for _number in range(TOKEN_LENGTH - 1):
        number, sign = divmod(number, len(TOKEN_SIGNS))
        signs.append(TOKEN_SIGNS[sign])
    return "".join(signs) + str(number % 10)
