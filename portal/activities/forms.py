"""The editors' form of an activity."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.communities.models import Community, Venue
from portal.home.search_sources import labels_of
from portal.timetables.forms import TimetableForm


class ActivityForm(TimetableForm):
    audience_choices = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("who it is for")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "audience_choices" in self.fields:
            labels = labels_of("audience")
            present = {code: labels.get(code, code) for code in self.instance.audiences or []}
            self.fields["audience_choices"].choices = list({**labels, **present}.items())
            self.initial["audience_choices"] = self.instance.audiences or []
        if "venue" in self.fields:
            community = self.community
            venues = Venue.objects.filter(community=community) if community else Venue.objects.none()
            self.fields["venue"].queryset = venues

    @property
    def community(self) -> Community | None:
        return getattr(self.parent_page.specific, "community", None) if self.parent_page else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self._is_reserved(cleaned.get("slug", "")):
            self.add_error("slug", _("The calendar itself uses this address."))
        return cleaned

    @staticmethod
    def _is_reserved(slug: str) -> bool:
        from portal.activities.models.calendar_page import RESERVED  # noqa: PLC0415 - models are built on forms

        return slug in RESERVED

    def save(self, commit: bool = True) -> Any:
        if "audience_choices" in self.cleaned_data:
            self.instance.audiences = list(self.cleaned_data["audience_choices"])
        return super().save(commit=commit)
