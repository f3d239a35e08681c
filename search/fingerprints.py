"""What the texts of rows were worked out with, so that a change in the code has them worked out anew."""

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

_CODE = ("text.py", "pinyin.py", "preparing.py", "documents.py")
_PACKAGES = ("pypinyin", "opencc-python-reimplemented")


def fingerprint_of(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


@lru_cache(maxsize=1)
def text_fingerprint() -> str:
    """Of the code between an entry and its document. A changed comment costs some seconds of work, nobody's notice; a
    number to be raised by hand would be forgotten."""
    code = [(Path(__file__).parent / name).read_bytes() for name in _CODE]
    return fingerprint_of(*code, *(version(package).encode() for package in _PACKAGES))
