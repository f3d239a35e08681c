"""What staff fill in to move a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.plugins.bundled.elevator_consultations.choices import Stage
from portal.plugins.bundled.elevator_consultations.models import StageMove


class MoveForm(forms.Form):
    """`seen` is the stage that was on the screen: another tab may have moved the case meanwhile."""

    note = StageMove._meta.get_field("note").formfield(
        required=False, help_text=_("Everybody reads it in the timeline. Please name nobody.")
    )
    seen = forms.TypedChoiceField(choices=Stage.choices, coerce=Stage, widget=forms.HiddenInput)

    def __init__(self, *args: Any, wants_note: bool, now: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = now.value
        if wants_note:
            self.fields["note"].label = _("Why?")
            self.fields["note"].required = True
