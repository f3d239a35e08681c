"""What a community sets: the coefficients that new cost plans begin with."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: Ground floor nothing, third floor one, each floor above a fifth more: customary where cities recommend anything.
USUAL = "1: 0\n2: 0.5\n3: 1\n4: 1.2\n5: 1.4\n6: 1.6\n7: 1.8"
LINE = re.compile(r"\s*(-?\d{1,3})\s*[:：]\s*(\d{1,2}(?:\.\d{1,3})?)\s*")


class ElevatorSettingsForm(forms.Form):
    coefficients = forms.CharField(
        label=_("Usual coefficients by floor"),
        initial=USUAL,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A line a floor, such as “4: 1.2”. Cost plans begin with them, and each may differ."),
    )

    def clean_coefficients(self) -> str:
        text = self.cleaned_data["coefficients"]
        read_coefficients(text)
        return str(text)


def read_coefficients(text: str) -> dict[int, Decimal]:
    """Raises ValidationError with the first line that cannot be read."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        match = LINE.fullmatch(line)
        if match is None:
            raise ValidationError(
                _("“%(line)s” is not a floor and its coefficient, such as “4: 1.2”."), params={"line": line}
            )
        found[int(match[1])] = Decimal(match[2])
    return found


def usual_coefficients(settings: Mapping[str, Any]) -> dict[int, Decimal]:
    return read_coefficients(settings.get("coefficients") or USUAL)
