"""Amounts as people type them, kept in cents."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DECORATION = re.compile(r"[\s,，'￥¥元]")
MOST = Decimal("9999999999.99")


class YuanField(forms.DecimalField):
    """“1,234.50 元” is 123450. The initial value is in cents, too."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Please type an amount in yuan, such as 12500.50.")}

    def __init__(self, **values: Any) -> None:
        super().__init__(min_value=Decimal(0), max_value=MOST, decimal_places=2, **values)

    def to_python(self, value: Any) -> Any:
        text = DECORATION.sub("", value) if isinstance(value, str) else value
        return super().to_python(text)

    def clean(self, value: Any) -> int | None:
        amount = super().clean(value)
        return None if amount is None else int(amount * 100)

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value) / 100:.2f}" if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal"}
