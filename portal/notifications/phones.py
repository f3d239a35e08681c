"""Phone numbers as people write them."""

import re

NOT_DIALLED = re.compile(r"[\s\-()（）.·]")
MOBILE = re.compile(r"1\d{10}")


def normal_phone(written: str) -> str:
    """`+86 138-0013 8000` is 13800138000; other countries keep their prefix, land lines their area code."""
    number = NOT_DIALLED.sub("", written.strip())
    for prefix in ("+86", "0086"):
        if number.startswith(prefix):
            return number.removeprefix(prefix)
    return number


def is_mobile(number: str) -> bool:
    """A number of the mainland that takes text messages."""
    return MOBILE.fullmatch(normal_phone(number)) is not None
