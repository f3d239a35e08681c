"""A field that people do not see and robots fill in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class TrapInput(forms.TextInput):
    """Out of sight and out of the tab order, with a label for whoever meets it all the same. What was in it is not
    shown again, so that a browser that filled it in by itself stands in nobody's way."""

    template_name = "participation/widgets/trap.html"
    is_hidden = True  # forms show hidden fields without a row of their own

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, "", attrs)


class TrapField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=TrapInput({"autocomplete": "off", "tabindex": "-1"}), **kwargs)

    def validate(self, value: Any) -> None:
        if value:
            raise ValidationError(_("Nothing was sent: a hidden field had been filled in. Please send it again."))
