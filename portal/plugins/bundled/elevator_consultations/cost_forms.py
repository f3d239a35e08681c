"""What staff type of a cost plan."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.plugins.bundled.elevator_consultations.choices import SharedBy
from portal.plugins.bundled.elevator_consultations.cost_wording import floor_name, plain
from portal.plugins.bundled.elevator_consultations.models import CostPlan
from portal.plugins.bundled.elevator_consultations.money import YuanField

MOST_FLOORS = 60


class CostPlanForm(forms.ModelForm):
    """With a box for the coefficient of each floor. An empty box means: as the floor below."""

    total = YuanField(label=_("What it costs in all, yuan"))
    subsidies = YuanField(label=_("Subsidies, yuan"), required=False)
    takes_usual = forms.BooleanField(
        label=_("Take the usual coefficients of this community instead of those below"), required=False
    )

    class Meta:
        model = CostPlan
        fields = ("names", "total", "subsidies", "subsidies_note", "shared_by")

    def __init__(self, *args: Any, floors: Sequence[int], usual: Mapping[int, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.floors, self.usual = tuple(floors)[:MOST_FLOORS], usual
        given = {int(floor): Decimal(value) for floor, value in self.instance.coefficients.items()}
        filled = given if self.instance.pk else usual
        for floor in self.floors:
            value = filled.get(floor)
            self.fields[f"floor_{floor}"] = forms.DecimalField(
                label=_("Coefficient of %(floor)s") % {"floor": floor_name(floor).lower()},
                required=False,
                min_value=Decimal(0),
                max_digits=5,
                decimal_places=3,
                initial=plain(value) if value is not None else None,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["subsidies"] = cleaned.get("subsidies") or 0
        if cleaned.get("total") is not None and cleaned["subsidies"] > cleaned["total"]:
            self.add_error("subsidies", _("Subsidies are more than all of it costs."))
        values = {floor: cleaned.get(f"floor_{floor}") for floor in self.floors}
        values = dict(self.usual) if cleaned.get("takes_usual") else values
        self.instance.coefficients = {str(floor): plain(value) for floor, value in values.items() if value is not None}
        if cleaned.get("shared_by") == SharedBy.FLOOR and not any(values.values()) and not self.errors:
            self.add_error("shared_by", _("By floor: give at least one floor a coefficient above zero."))
        return cleaned
