"""Names in every language: one JSON field, one form field for each of LANGUAGES, fallback in their order."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Spoken(Protocol):
    @property
    def language(self) -> str: ...


T = TypeVar("T", bound=Spoken)


def fallback_order(language: str | None = None) -> list[str]:
    """Language codes to try, best first: `language` (default: the active one), then LANGUAGES in their order."""
    wanted = language or get_language()
    codes = [code for code, _label in settings.LANGUAGES]
    return [wanted, *(c for c in codes if c != wanted)] if wanted in codes else codes


def best_version(versions: Iterable[T], language: str | None = None) -> T:
    """Of versions of one thing, which say their `language`, the one for readers of `language`."""
    order = {code: place for place, code in enumerate(fallback_order(language))}
    return min(versions, key=lambda version: order.get(version.language, len(order)))


class Names(dict[str, str]):
    """`{language code: name}`; as a string it is the name in the active language, else the first there is."""

    def in_language(self, language: str | None = None) -> str:
        for code in fallback_order(language):
            if self.get(code):
                return self[code]
        return ""

    @property
    def other_language(self) -> str:
        """The language it answers in where it has no text in the active one, else empty."""
        language = next((code for code in fallback_order() if self.get(code)), "")
        return "" if language == get_language() else language

    def __str__(self) -> str:
        return self.in_language()

    def __hash__(self) -> int:  # type: ignore[override]  # templates and form choices hash their values
        return hash(tuple(sorted(self.items())))


class NamesWidget(forms.MultiWidget):
    template_name = "portal/widgets/names.html"

    def __init__(self, widget: type[forms.Widget] = forms.TextInput, attrs: dict[str, str] | None = None) -> None:
        self.languages = [code for code, _label in settings.LANGUAGES]
        super().__init__({code.replace("-", "_"): widget() for code in self.languages}, attrs)

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        return [(value or {}).get(code, "") for code in self.languages]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for subwidget, (code, label) in zip(context["widget"]["subwidgets"], settings.LANGUAGES, strict=True):
            subwidget["language_code"], subwidget["label"] = code, label
        return context


class NamesFormField(forms.MultiValueField):
    """One input a language. `required` wants at least one language, the first one found serves the others."""

    def __init__(self, *, required: bool = True, max_length: int | None = None, multiline: bool = False, **kwargs: Any):
        kwargs.pop("encoder", None), kwargs.pop("decoder", None)
        kwargs.setdefault("widget", NamesWidget(forms.Textarea if multiline else forms.TextInput))
        fields = [forms.CharField(required=False, max_length=max_length) for _code in settings.LANGUAGES]
        super().__init__(fields, required=required, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> Names:
        codes = [code for code, _label in settings.LANGUAGES]
        return Names({code: value for code, value in zip(codes, data_list, strict=False) if value})


class NamesField(models.JSONField):
    """`Names` in the database as one JSON object. `max_length` bounds each language, `multiline` gives text areas."""

    def __init__(self, *args: Any, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        kwargs.setdefault("default", Names)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is Names:  # what __init__ sets anyway; migrations need not know where it is
            del kwargs["default"]
        if self.multiline:
            kwargs["multiline"] = True
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Names:
        return Names(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> Any:
        return Names(value) if isinstance(value, Mapping) else super().to_python(value)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        known = {code for code, _label in settings.LANGUAGES}
        for code, name in (value or {}).items():
            if code not in known:
                raise ValidationError(_("%(code)s is not one of the site's languages."), params={"code": code})
            if self.max_length and len(name) > self.max_length:
                raise ValidationError(
                    _("At most %(max)d characters in each language."), params={"max": self.max_length}
                )

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("form_class", None), kwargs.pop("choices_form_class", None)
        return models.Field.formfield(
            self, form_class=NamesFormField, max_length=self.max_length, multiline=self.multiline, **kwargs
        )
