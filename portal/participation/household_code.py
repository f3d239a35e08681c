"""The code of a household: eleven characters drawn at random and one that checks them, ABCD-EFGH-JKMN.

31 characters that nobody takes for one another (no 0 and O, no 1, I and L), so 54 bits. As 31 is prime and every place
has a weight of its own, one wrong character or two exchanged ones never check: a slip is told apart from a wrong code
without asking the database, and is no guess. What is stored is an HMAC under the installation's secret key; a plain
hash of so short a code could be guessed from a copy of the database.
"""

import hmac
import secrets
import unicodedata
from hashlib import sha256

from django.conf import settings

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
DRAWN = 11
LENGTH = DRAWN + 1
GROUP = 4
SALT = b"portal.participation.household_code"


class Misspelt(ValueError):
    """Not a code at all: too short or long, a character that no code has, or the check character does not fit."""


def draw_code() -> str:
    """A new one, without hyphens."""
    drawn = "".join(secrets.choice(ALPHABET) for _place in range(DRAWN))
    return drawn + check_character(drawn)


def check_character(drawn: str) -> str:
    """The one that makes the weighted sum a multiple of 31; the weights are 2 to 12, and 1 for itself."""
    total = sum(weight * ALPHABET.index(character) for weight, character in enumerate(drawn, start=2))
    return ALPHABET[-total % len(ALPHABET)]


def read_code(typed: str) -> str:
    """What somebody typed or scanned, without hyphens and blanks, in capitals. Raises Misspelt."""
    code = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isalnum())
    if len(code) != LENGTH or not set(code) <= set(ALPHABET) or check_character(code[:DRAWN]) != code[DRAWN]:
        raise Misspelt
    return code


def spell_code(code: str) -> str:
    """In groups of four, as letters print it."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def digest_of(code: str, *, key: str | None = None) -> str:
    """What the database keeps of a code."""
    secret = (settings.SECRET_KEY if key is None else key).encode()
    return hmac.new(sha256(SALT + secret).digest(), code.encode(), sha256).hexdigest()


def digests_of(code: str) -> list[str]:
    """Under the present secret key and those before it."""
    return [digest_of(code, key=str(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
