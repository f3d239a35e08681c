"""What a posted form refers to, by number: pages, images, documents and rows that a chooser would not have offered.

Wagtail's widgets and blocks look up whatever number is sent, and show its title when the form comes back.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Field, ForeignKey, Model, QuerySet

Reference = tuple[type[Model], str]
Reach = Callable[[type[Model]], QuerySet[Any] | None]
ValueOf = Callable[[forms.ModelForm, str, Field], Any]


def check_references(form: forms.ModelForm, reach: Reach) -> None:
    """Raise PermissionDenied where the form sends a reference that was not there before and is out of reach.

    `reach` gives the rows of a model the person may choose, None where any will do. Two queries for each model that
    is newly referred to.
    """
    new: dict[type[Model], set[str]] = {}
    for model, pk in set(references(form, _sent)) - set(references(form, _stored)):
        new.setdefault(model, set()).add(pk)
    for model, pks in new.items():
        allowed = reach(model)
        if allowed is None:
            continue
        rows = model._default_manager.filter(pk__in=[pk for pk in pks if pk.isdecimal()])
        if rows.exclude(pk__in=allowed.order_by().values("pk")).exists():
            raise PermissionDenied


def references(form: forms.ModelForm, value_of: ValueOf) -> Iterator[Reference]:
    """Those of the form's own fields and of the forms inside it: foreign keys, blocks, links in rich text."""
    for name in form.fields:
        try:
            field = form._meta.model._meta.get_field(name)
        except FieldDoesNotExist:  # of the form alone
            continue
        value = value_of(form, name, field)
        if isinstance(field, ForeignKey) and value:
            yield field.related_model, str(value)
        elif hasattr(field, "extract_references") and value is not None:
            yield from ((model, str(pk)) for model, pk, *_paths in field.extract_references(value))
    for formset in getattr(form, "formsets", {}).values():
        for inner in formset.forms:
            yield from references(inner, value_of)


def _sent(form: forms.ModelForm, name: str, field: Field) -> Any:
    return form.fields[name].widget.value_from_datadict(form.data, form.files, form.add_prefix(name))


def _stored(form: forms.ModelForm, name: str, field: Field) -> Any:
    return field.value_from_object(form.instance)
