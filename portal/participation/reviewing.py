"""What was filled in, in words: for a look at it before it is sent."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from portal.components import Fact


def review_of(fields: Iterable[forms.BoundField]) -> list[Fact]:
    """Of a valid form; what was left empty is left out."""
    return [Fact(str(field.label), text) for field in fields if (text := _text_of(field))]


def _text_of(field: forms.BoundField) -> str:
    value = field.form.cleaned_data.get(field.name)
    if isinstance(field.field, forms.ChoiceField):
        choices: Any = field.field.choices
        chosen = {str(field.field.prepare_value(one)) for one in _several(value)}
        return " · ".join(str(label) for key, label in _flat(choices) if str(key) in chosen)
    if isinstance(value, bool):
        return _("Yes") if value else ""
    if isinstance(value, dt.datetime):
        return date_format(value, "SHORT_DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, dt.time):
        return time_format(value, "TIME_FORMAT")
    return "" if value is None else str(value)


def _several(value: Any) -> Iterable[Any]:
    if value is None or value == "":
        return ()
    return (value,) if isinstance(value, str) or not isinstance(value, Iterable) else value


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield key, label
