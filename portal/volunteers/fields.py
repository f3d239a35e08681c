"""Weekdays as a list of numbers, ticked in forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _


class WeekdaysFormField(forms.TypedMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("encoder", None), kwargs.pop("decoder", None)
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=list(WEEKDAYS.items()), coerce=int, empty_value=[], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return [str(day) for day in value] if isinstance(value, (list, tuple)) else value


class WeekdaysField(models.JSONField):
    """Sorted numbers, 0 is Monday."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or any(day not in range(7) for day in value):
            raise ValidationError(_("These are no days of the week."))

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(sorted(set(value)) if isinstance(value, list) else value)

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("form_class", None), kwargs.pop("choices_form_class", None)
        return models.Field.formfield(self, form_class=WeekdaysFormField, **kwargs)
