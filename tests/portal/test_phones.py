"""Persons' phone numbers: typed in many ways, stored and found in one."""

import pytest
from django.core.exceptions import ValidationError

from portal.phones import PhoneField, plain_phone


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13800000000", "13800000000"),
        ("+86 138-0000 0000", "13800000000"),
        ("86 138 0000 0000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("（0571）8888 1234", "057188881234"),
        ("8612 3456", "86123456"),
        ("²³", "23"),
        ("none", ""),
    ],
)
def test_numbers_are_stored_in_one_way(typed: str, stored: str) -> None:
    assert plain_phone(typed) == stored
    assert PhoneField().get_prep_value(typed) == stored


def test_field_accepts_what_people_type() -> None:
    assert PhoneField().clean("+86 138-0000 0000", None) == "13800000000"
    for wrong in ("call me", "123", "1" * 21):
        with pytest.raises(ValidationError):
            PhoneField().clean(wrong, None)


def test_form_leaves_room_for_gaps() -> None:
    field = PhoneField(verbose_name="phone").formfield()
    assert (field.max_length, field.widget.input_type) == (40, "tel")
