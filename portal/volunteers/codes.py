"""Secrets that follow from what they belong to, so that none is stored."""

from django.utils.crypto import constant_time_compare

from portal.participation.codes import SIGNS, keyed_hash, plain_code

CODE_SIGNS = 8
SIGNATURE = 32


def check_code(number: str) -> str:
    """Of a certificate: 39 bits, and whoever tries is slowed down."""
    rest, signs = int(keyed_hash("certificate", number), 16), []
    for _number in range(CODE_SIGNS):
        rest, sign = divmod(rest, len(SIGNS))
        signs.append(SIGNS[sign])
    return "".join(signs)


def is_check_code(number: str, written: str) -> bool:
    return constant_time_compare(plain_code(written), check_code(number))


def signature(purpose: str, of: str) -> str:
    """Part of an address that only its owner was given."""
    return keyed_hash(f"volunteers.{purpose}", of)[:SIGNATURE]


def is_signature(purpose: str, of: str, given: str) -> bool:
    return constant_time_compare(signature(purpose, of), given)
