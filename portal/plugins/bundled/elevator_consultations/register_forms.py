"""Staff's forms about the register."""

import json
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.plugins.api import FileProblem, Household, Row, Stairwell
from portal.plugins.bundled.elevator_consultations.doors import door_of
from portal.plugins.bundled.elevator_consultations.models import Case, Unit
from portal.plugins.bundled.elevator_consultations.register_files import floor_in, plain, read_register

SALT = "elevator_consultations.register_import"
PREVIEW_SECONDS = 3600
MOST_READ = 4 * 1024 * 1024  # more than `read_upload` takes, so that it says so


class WhyForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why is it changed?"),
        max_length=200,
        help_text=gettext_lazy("Such as: area corrected by the property register. Kept in the log; no names."),
    )


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("CSV file or Excel workbook (.xlsx)"))
    is_whole = forms.BooleanField(
        label=gettext_lazy("The file is the whole register: units that are not in it count no longer"), required=False
    )

    def clean_file(self) -> list[Row]:
        upload = self.cleaned_data["file"]
        try:
            return read_register(upload.name[:80], upload.read(MOST_READ))
        except FileProblem as problem:
            raise ValidationError(str(problem)) from None


class ConfirmImportForm(WhyForm):
    """What was shown, signed, so that what is written is what was looked at."""

    rows = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, needs_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["why"].required = needs_why

    def clean_rows(self) -> tuple[list[Row], bool]:
        try:
            case, is_whole, rows = signing.loads(self.cleaned_data["rows"], salt=SALT, max_age=PREVIEW_SECONDS)
        except signing.BadSignature:
            raise ValidationError(_("Too long ago: please choose the file again.")) from None
        if case != self.case.pk:
            raise ValidationError(_("Too long ago: please choose the file again."))
        return [Row(line, cells) for line, cells in rows], is_whole


def sign_rows(case: Case, rows: list[Row], *, is_whole: bool) -> str:
    plain_rows = [(row.line, dict(row.cells)) for row in rows]
    return signing.dumps([case.pk, is_whole, json.loads(json.dumps(plain_rows))], salt=SALT, compress=True)


class UnitForm(WhyForm, forms.ModelForm):
    class Meta:
        model = Unit
        fields = ["area", "area_source", "owner_mark", "is_undelivered"]

    field_order = [*Meta.fields, "why"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_mark"].max_value = 2_000_000_000  # type: ignore[attr-defined]  # it is an IntegerField
        self.fields["area"].widget.attrs["inputmode"] = "decimal"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_undelivered") and cleaned.get("owner_mark") is not None:
            message = _("What is not handed over has no owner’s mark: it counts as the developer’s.")
            self.add_error("owner_mark", message)
        return cleaned

    def validate_constraints(self) -> None:
        """The rest of the row, and so its constraints, are the action's."""

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class StairwellChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Stairwell) -> str:
        return f"{obj.building.compound} · {obj.building} · {obj}"


class AddUnitForm(UnitForm):
    """A flat of a stairwell that is in the list of places; one that is not there yet is added to it."""

    stairwell = StairwellChoice(Stairwell.objects.none(), label=gettext_lazy("Stairwell"))
    room = forms.CharField(label=gettext_lazy("Room"), max_length=20)
    floor = forms.CharField(label=gettext_lazy("Floor of the flat"), max_length=10)

    field_order = ["stairwell", "room", "floor", *UnitForm.Meta.fields, "why"]

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["stairwell"]
        field.queryset = stairwells_to_choose(case)

    def clean_room(self) -> str:
        return plain(self.cleaned_data["room"])

    def clean_floor(self) -> int:
        return floor_in(self.cleaned_data["floor"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        known = self.known_household()
        if known and known.floor is not None and "floor" in cleaned and known.floor != cleaned["floor"]:
            message = _("In the list of places this room is on floor %(floor)d.") % {"floor": known.floor}
            self.add_error("floor", message)
        return cleaned

    def known_household(self) -> Household | None:
        stairwell, room = self.cleaned_data.get("stairwell"), self.cleaned_data.get("room")
        return Household.objects.filter(stairwell=stairwell, room=room).first() if stairwell and room else None

    def household(self) -> Household:
        """Of a valid form; written where it is new."""
        given = self.cleaned_data
        household = self.known_household() or Household(stairwell=given["stairwell"], room=given["room"])
        if household.floor is None:
            household.floor = given["floor"]
            household.save()
        return household


def stairwells_to_choose(case: Case) -> QuerySet[Stairwell]:
    """Of the compounds that the register has units in; before there is one, all of the community."""
    stairwells = Stairwell.objects.filter(building__compound__community=case.community_id)
    compounds = case.units.order_by().values("household__stairwell__building__compound")
    if case.units.exists():
        stairwells = stairwells.filter(building__compound__in=compounds)
    order = ("building__compound__code", "building__number", "number")
    return stairwells.select_related("building__compound").order_by(*order)


class UnitChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Unit) -> str:
        return door_of(obj.household)


class MergeForm(WhyForm):
    """Two flats have become one."""

    into = UnitChoice(Unit.objects.none(), label=gettext_lazy("It is now part of"))
    area = forms.DecimalField(
        label=gettext_lazy("Registered area of both together, m²"),
        max_digits=8,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
        help_text=gettext_lazy("Empty: the sum of both areas."),
    )

    field_order = ["into", "area", "why"]

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Unit.objects.counted().filter(case=unit.case_id).exclude(pk=unit.pk)
        field: Any = self.fields["into"]
        field.queryset = others.select_related("household__stairwell__building__compound")
