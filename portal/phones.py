"""Phone numbers of persons: stored in one way of writing, so that whoever is looked for is found."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

VALIDATOR = RegexValidator(r"^\d{5,20}$", _("This is not a phone number."))


def plain_phone(number: str) -> str:
    """The digits alone, without China's prefix: "+86 138-0000 0000" and full-width digits give "13800000000"."""
    digits = "".join(str(unicodedata.digit(sign)) for sign in number if unicodedata.digit(sign, None) is not None)
    return digits[2:] if digits.startswith("86") and len(digits) == 13 else digits


class PhoneFormField(forms.CharField):
    """What somebody typed, kept in the one way of writing; words without a number are no phone."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return typed
        phone = plain_phone(typed)
        if not phone:
            raise ValidationError(VALIDATOR.message, code=VALIDATOR.code)
        VALIDATOR(phone)
        return phone


class PhoneField(models.CharField):
    """Stores `plain_phone`, and looks it up: `filter(phone="138 0000 0000")` finds what was typed without blanks."""

    default_validators = [VALIDATOR]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        return plain_phone(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))

    def formfield(self, **kwargs: Any) -> Any:
        attrs = {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        values = {"form_class": PhoneFormField, "max_length": 40, "widget": forms.TextInput(attrs)}
        return super().formfield(**{**values, **kwargs})
