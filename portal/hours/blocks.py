"""Opening hours inside a StreamField: weekly rules only. What is no weekly pattern goes into a text beside it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import FieldBlock

from portal.blocks import CopiedBlockMixin
from portal.hours.parsing import MAX_LENGTH, HoursSyntaxError, parse_rules, write_rules
from portal.hours.schedule import OpeningHours


def validate_rules(written: str) -> None:
    try:
        parse_rules(written)
    except HoursSyntaxError as error:
        message = _("Line %(line)d: %(problem)s")
        params = {"line": error.line, "problem": str(error)}
        raise ValidationError(message, code="hours", params=params) from None


class HoursBlock(CopiedBlockMixin, FieldBlock):
    """The value is `OpeningHours`, or while an editor is at it the text that was not understood."""

    def __init__(self, required: bool = False, help_text: Any = None, **kwargs: Any) -> None:
        self.field = forms.CharField(
            required=required,
            max_length=MAX_LENGTH,
            validators=[validate_rules],
            widget=forms.Textarea({"rows": 2}),
            help_text=help_text or _("A line for each group of days, such as: Mon-Fri 9:00-12:00, 13:30-17:00"),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> OpeningHours:
        return value if isinstance(value, OpeningHours) else OpeningHours.from_json(value)

    def get_prep_value(self, value: Any) -> dict[str, Any]:
        return self.value_from_form(value).to_json() if isinstance(value, str) else self.to_python(value).to_json()

    def value_for_form(self, value: Any) -> str:
        return write_rules(value.rules) if isinstance(value, OpeningHours) else value or ""

    def value_from_form(self, value: Any) -> Any:
        try:
            return OpeningHours(parse_rules(value or "")) if isinstance(value, (str, type(None))) else value
        except HoursSyntaxError:
            return value

    def get_default(self) -> OpeningHours:
        return OpeningHours()

    class Meta:
        icon = "time"
        label = _("hours")
        template = "hours/hours_block.html"
