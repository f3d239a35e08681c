"""Whom a print run is for."""

import re
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.communities.models import Household, Stairwell
from portal.participation.letters import households_in, stairwells_asked
from portal.participation.models import HouseholdMatter


class LettersForm(forms.Form):
    stairwells = forms.MultipleChoiceField(
        label=_("Stairwells"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one stairwell.")},
    )
    rooms = forms.CharField(
        label=_("Only these rooms"),
        required=False,
        max_length=500,
        help_text=_("For a letter that got lost: 301, 302. Empty: all rooms."),
    )
    language = forms.ChoiceField(label=_("Language of the letters"), choices=settings.LANGUAGES)
    replace = forms.BooleanField(
        label=_("Also households that have a letter already"),
        required=False,
        help_text=_("The codes of their earlier letters stop working at once. What they have answered stays."),
    )
    why = forms.CharField(
        label=_("Why anew?"), required=False, max_length=200, help_text=_("Such as: the printer jammed.")
    )

    def __init__(self, *args: Any, matter: HouseholdMatter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matter = matter
        self.asked = stairwells_asked(matter)
        cast(forms.MultipleChoiceField, self.fields["stairwells"]).choices = [
            (str(each.stairwell.pk), _("%(door)s (%(asked)d households, %(made)d have a letter)") % self._named(each))
            for each in self.asked
        ]

    @staticmethod
    def _named(each: Any) -> dict[str, Any]:
        return {"door": str(each), "asked": each.asked, "made": each.made}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("replace") and not cleaned.get("why", "").strip():
            self.add_error("why", _("Say why the letters are made anew: the earlier ones stop working."))
        return cleaned

    def households(self) -> list[Household]:
        """Of a valid form."""
        chosen = {int(pk) for pk in self.cleaned_data["stairwells"]}
        stairwells: list[Stairwell] = [each.stairwell for each in self.asked if each.stairwell.pk in chosen]
        rooms = [room for room in re.split(r"[\s,，、;；]+", self.cleaned_data["rooms"]) if room]
        return list(households_in(self.matter, stairwells, rooms))
