"""What staff fill in on a day: who collects a child that was not named for it, and what a call came to."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.plugins.bundled.class_signups.choices import CallResult
from portal.plugins.bundled.class_signups.collecting import LONGEST

MISSING = {"required": _("Please fill this in.")}


class SomebodyElseForm(forms.Form):
    name = forms.CharField(label=_("Who collects the child"), max_length=LONGEST, error_messages=MISSING)
    why = forms.CharField(
        label=_("Why, and what the guardian said on the phone"), max_length=200, error_messages=MISSING
    )


class CallForm(forms.Form):
    """The button that is pressed says the result."""

    note = forms.CharField(label=_("What was said"), max_length=200, required=False)
    result = forms.ChoiceField(choices=CallResult, widget=forms.HiddenInput)
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = uuid.uuid4()
