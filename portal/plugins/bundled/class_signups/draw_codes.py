"""What a draw is made of: codes, the list, its digest, the order. Values only; `drawing` has the steps."""

import re
from collections.abc import Iterable
from hashlib import sha256

from django.utils.crypto import salted_hmac

CODE_LENGTH = 10
#: What can be typed into a shell between quotes by anybody who recomputes it.
SEED = re.compile(r"\A[A-Za-z0-9 .,:-]{1,200}\Z")


def code_of(pk: int) -> str:
    """What an entry is called in the draw: it tells nothing of whose it is, and opens nothing."""
    return salted_hmac("class_signups.draw", str(pk), algorithm="sha256").hexdigest()[:CODE_LENGTH]


def entry_of(code: str, *, is_resident: bool) -> str:
    """As it stands in the list of a draw in which residents come first: `1-…` before `2-…`."""
    return f"{1 if is_resident else 2}-{code}"


def code_in(entry: str) -> str:
    """The family's code, of what stands in a list."""
    return entry.rpartition("-")[2]


def list_text(codes: Iterable[str]) -> str:
    """As it is published: ascending, a line each, the last one ended too."""
    return "".join(f"{code}\n" for code in sorted(codes))


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def drawn_order(seed: str, codes: Iterable[str]) -> list[str]:
    """Residents first where the list says who they are; then by the digests of what stands in it."""
    return sorted(codes, key=lambda code: (code.rpartition("-")[0], digest_of(f"{seed}:{code}")))
