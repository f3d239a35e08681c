"""Codes of short links: they come back as what they were made of, and mistakes in typing them are noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sharing.codes import SIGNS, Shared, decode, encode

number = st.integers(min_value=0, max_value=10**8)
shared = st.builds(Shared, st.integers(min_value=1, max_value=10**8), number, number, number)


@given(shared)
def test_code_comes_back_as_what_it_was(thing: Shared) -> None:
    assert decode(encode(thing)) == thing


@given(shared, st.data())
def test_one_wrong_sign_is_noticed(thing: Shared, data: st.DataObject) -> None:
    code = encode(thing)
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from(sorted(set(SIGNS) - {code[place]})))
    assert decode(code[:place] + wrong + code[place + 1 :]) is None


@given(shared, st.data())
def test_two_signs_that_changed_places_are_noticed(thing: Shared, data: st.DataObject) -> None:
    code = encode(thing)
    place = data.draw(st.integers(0, len(code) - 2))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or decode(swapped) is None


@pytest.mark.parametrize(("pk", "length"), [(1, 2), (899, 3), (26_000, 4), (800_000, 5)])
def test_code_is_short(pk: int, length: int) -> None:
    assert len(encode(Shared(page=pk))) == length


def test_code_may_be_written_as_it_was_heard() -> None:
    code = encode(Shared(page=30**2, community=30))  # 100z10 and its sum
    assert decode(code.upper().replace("0", "O").replace("1", "I")) == Shared(page=30**2, community=30)


@pytest.mark.parametrize("code", ["", "z", "zz", "0", "00", "4", "居住证", "a" * 41, "4v!", "1z1z1z1z1z1"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert decode(code) is None
