"""What residents and staff type of a fault."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.plugins.bundled.elevator_consultations.models import Fault


class FaultReportForm(forms.Form):
    what = forms.CharField(
        label=_("What is wrong?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example: the door does not close, it stands still on the 3rd floor. No names, no numbers."),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class FaultForm(forms.ModelForm):
    """The times as they were, and what everybody may read."""

    class Meta:
        model = Fault
        fields = ("seen_at", "mended_at", "notes")
        field_classes = {"seen_at": forms.DateTimeField, "mended_at": forms.DateTimeField}
        widgets = {
            name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            for name in ("seen_at", "mended_at")
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen, mended = cleaned.get("seen_at"), cleaned.get("mended_at")
        now = timezone.now()
        for name, moment in (("seen_at", seen), ("mended_at", mended)):
            if moment and moment > now:
                self.add_error(name, _("This is still to come."))
        # The boxes have no seconds.
        if seen and seen < self.instance.reported_at.replace(second=0, microsecond=0):
            self.add_error("seen_at", _("It was reported after that."))
        elif seen:
            cleaned["seen_at"] = max(seen, self.instance.reported_at)
        if mended and not seen and "seen_at" not in self.errors:
            self.add_error("seen_at", _("When was somebody there?"))
        elif mended and seen and mended < seen:
            self.add_error("mended_at", _("It was seen to after that."))
        elif mended:
            cleaned["mended_at"] = max(mended, cleaned.get("seen_at") or mended)
        return cleaned
