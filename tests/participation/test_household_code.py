"""The code itself: what is drawn, how it is read, how slips are told apart."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.participation.household_code import (
    ALPHABET,
    DRAWN,
    Misspelt,
    check_character,
    digest_of,
    digests_of,
    draw_code,
    read_code,
    spell_code,
)

codes = st.text(ALPHABET, min_size=DRAWN, max_size=DRAWN).map(lambda drawn: drawn + check_character(drawn))


def test_code_has_more_than_fifty_bits():
    assert DRAWN * log2(len(ALPHABET)) > 54


def test_no_character_is_taken_for_another():
    assert set("01OIL") & set(ALPHABET) == set()
    assert len(ALPHABET) == len(set(ALPHABET)) == 31


def test_drawn_codes_differ_and_check():
    drawn = {draw_code() for _number in range(100)}

    assert len(drawn) == 100
    assert {read_code(code) for code in drawn} == drawn


@given(codes)
def test_code_is_read_however_it_is_typed(code):
    spelt = spell_code(code)

    assert len(spelt) == 14
    for typed in (
        spelt,
        spelt.lower(),
        f"  {code} ",
        spelt.replace("-", "–"),
        "".join(chr(ord(c) + 0xFEE0) for c in code),
    ):
        assert read_code(typed) == code


@given(codes, st.integers(0, DRAWN), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_a_slip(code, place, wrong):
    typed = code[:place] + wrong + code[place + 1 :]
    if typed == code:
        assert read_code(typed) == code
    else:
        with pytest.raises(Misspelt):
            read_code(typed)


@given(codes, st.integers(0, DRAWN), st.integers(0, DRAWN))
def test_two_exchanged_characters_are_a_slip(code, first, second):
    signs = list(code)
    signs[first], signs[second] = signs[second], signs[first]
    if signs == list(code):
        return
    with pytest.raises(Misspelt):
        read_code("".join(signs))


@given(st.text(max_size=20))
def test_anything_else_is_a_slip_or_a_code(typed):
    try:
        code = read_code(typed)
    except Misspelt:
        return
    assert set(code) <= set(ALPHABET)


def test_digest_needs_the_secret_key(settings):
    code = draw_code()
    before = digest_of(code)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]

    assert digest_of(code) != before
    assert before in digests_of(code)
    assert len(before) == 64
