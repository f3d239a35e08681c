"""`HoursField`: opening hours in the database, and the form field with which editors write them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.hours.parsing import MAX_LENGTH, HoursSyntaxError, parse_rules, write_rules
from portal.hours.schedule import OpeningHours
from portal.names import Names


class HoursWidget(forms.MultiWidget):
    """One text area, a line a rule, and a line of free text in each language. Below it, what was
    understood.
    """

    template_name = "hours/widgets/hours.html"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        self.languages = [code for code, _label in settings.LANGUAGES]
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {"rules": forms.Textarea({"rows": 3})}
        widgets |= {code.replace("-", "_"): forms.TextInput() for code in self.languages}
        super().__init__(widgets, attrs)

    def decompress(self, value: OpeningHours | None) -> list[str]:
        hours = value or OpeningHours()
        return [write_rules(hours.rules), *(hours.text.get(code, "") for code in self.languages)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        written = value[0] if isinstance(value, list) else self.decompress(value)[0]
        context["widget"]["understood"] = _understood(written or "")
        labels = [("", _("Weekly hours")), *settings.LANGUAGES]
        for subwidget, (code, label) in zip(context["widget"]["subwidgets"], labels, strict=True):
            subwidget["language_code"], subwidget["label"] = code, label
        how = context["widget"]["subwidgets"][0]["attrs"]
        if "id" in how:
            how["aria-describedby"] = f"{how.get('aria-describedby', '')} {how['id']}_how".strip()
        return context


def _understood(written: str) -> list[str]:
    try:
        hours = OpeningHours(parse_rules(written))
    except HoursSyntaxError:
        return []
    return [str(line) for line in hours.lines()] + hours.notes()


class HoursFormField(forms.MultiValueField):
    """The value is `OpeningHours`; an empty one is false."""

    def __init__(self, *, required: bool = True, max_length: int | None = None, **kwargs: Any) -> None:
        kwargs.pop("encoder", None), kwargs.pop("decoder", None)
        kwargs.setdefault("widget", HoursWidget())
        fields = [forms.CharField(required=False, max_length=MAX_LENGTH)]
        fields += [forms.CharField(required=False, max_length=200) for _code in settings.LANGUAGES]
        super().__init__(fields, required=required, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> OpeningHours:
        if not data_list:
            return OpeningHours()
        written, *texts = data_list
        codes = [code for code, _label in settings.LANGUAGES]
        text = Names({code: value for code, value in zip(codes, texts, strict=False) if value})
        try:
            return OpeningHours(parse_rules(written or ""), text)
        except HoursSyntaxError as error:
            raise ValidationError(
                _("Line %(line)d: %(problem)s"),
                code="hours",
                params={"line": error.line, "problem": str(error)},
            ) from None


class HoursField(models.JSONField):
    """`OpeningHours` as one JSON object, never None: a blank column is an empty schedule, which is false."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", OpeningHours)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is OpeningHours:  # what __init__ sets anyway; migrations need not know where it is
            del kwargs["default"]
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        found = super().from_db_value(value, expression, connection)
        return found if isinstance(expression, KeyTransform) else OpeningHours.from_json(found)

    def to_python(self, value: Any) -> OpeningHours:
        if isinstance(value, OpeningHours):
            return value
        if isinstance(value, str):
            return OpeningHours.parse(value, get_language())
        if value is None or isinstance(value, Mapping):
            try:
                return OpeningHours.from_json(value)
            except ValueError:
                pass
        raise ValidationError(_("These are no opening hours."), code="invalid")

    def get_prep_value(self, value: Any) -> Any:
        if value is not None and not hasattr(value, "as_sql"):
            value = self.to_python(value).to_json()
        return super().get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> Any:
        """For fixtures and Wagtail's revisions, which make it JSON themselves."""
        return self.to_python(self.value_from_object(obj)).to_json()

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("form_class", None), kwargs.pop("choices_form_class", None)
        return models.Field.formfield(self, form_class=HoursFormField, **kwargs)
