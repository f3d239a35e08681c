"""What short links are made of: numbers that never change, as letters that can be read out on the phone.

`4w2k` is a page, `4w2z1bk` a page of the city as a community shows it. Nothing is stored for a link, and nothing in it
is about who shared or who reads.
"""

from dataclasses import astuple, dataclass

#: Without i, l, o, u, v, which are taken for other signs, and z, which stands between the numbers.
DIGITS = "0123456789abcdefghjkmnpqrstwxy"
BETWEEN = "z"
#: A prime number of them, which makes the check below sure.
SIGNS = DIGITS + BETWEEN
#: Longer than any code: nothing is computed for what cannot be one.
LONGEST = 30
_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1"})


@dataclass(frozen=True, slots=True)
class Shared:
    """Primary keys and one number: the page, whose community shows it (0: the page's own address), the reader's
    language (0: the page's own), and which part of the page."""

    page: int
    community: int = 0
    locale: int = 0
    part: int = 0


def encode(shared: Shared) -> str:
    numbers = [_digits(number) if number else "" for number in astuple(shared)]
    code = BETWEEN.join(numbers).rstrip(BETWEEN)
    return code + _check(code)


def decode(code: str) -> Shared | None:
    """None for what is no code. One sign mistyped, or two that changed places, is noticed."""
    code = code.lower().translate(_MISREAD)
    if len(code) > LONGEST or not set(code) <= set(SIGNS):
        return None
    body, check = code[:-1], code[-1:]
    numbers = [_number(digits) for digits in body.split(BETWEEN)]
    if not body or len(numbers) > 4 or _check(body) != check:
        return None
    shared = Shared(*numbers)
    return shared if shared.page and encode(shared) == code else None


def _digits(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        digits = DIGITS[digit] + digits
    return digits


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * len(DIGITS) + DIGITS.index(digit)
    return number


def _check(code: str) -> str:
    """A sum in which each place weighs differently."""
    weighed = (place * SIGNS.index(sign) for place, sign in enumerate(code, start=1))
    return SIGNS[sum(weighed) % len(SIGNS)]
