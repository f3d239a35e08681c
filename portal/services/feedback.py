"""What a resident may say of a guide: form and limits. Nothing here knows who it was."""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.participation.throttle import Throttle
from portal.plain_text import without_personal
from portal.services.choices import FeedbackReason
from portal.services.models import GuideFeedback

# A whole estate may share one address towards the outside, so the limit is generous.
ANSWERS = Throttle("guide-feedback", 60)


def once_of(request: HttpRequest) -> uuid.UUID | None:
    """The form's own key, from its address: what is sent from there counts once, by a double click or after going back,
    which brings back the address whatever the browser has kept of the page."""
    try:
        return uuid.UUID(request.GET.get("once", ""))
    except ValueError:
        return None


class FeedbackForm(forms.ModelForm):
    helpful = forms.TypedChoiceField(
        label=_("Did this page help you?"),
        choices=[("yes", pgettext_lazy("helpful", "Yes")), ("no", pgettext_lazy("helpful", "No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("If not: why?"), choices=FeedbackReason.choices, required=False, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("What should we change?"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "Please write no names, phone numbers or ID numbers: nobody can answer here, and we take numbers out."
        ),
    )

    class Meta:
        model = GuideFeedback
        fields = ["helpful", "reason", "comment"]

    def clean_comment(self) -> str:
        return without_personal(self.cleaned_data["comment"].strip())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("helpful"):
            cleaned["reason"] = ""
        return cleaned
