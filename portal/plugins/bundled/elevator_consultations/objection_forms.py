"""What a household writes that does not agree, and what staff enter and answer."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.plugins.bundled.elevator_consultations.answering_objections import state_of
from portal.plugins.bundled.elevator_consultations.choices import Outcome
from portal.plugins.bundled.elevator_consultations.doors import door_of
from portal.plugins.bundled.elevator_consultations.models import Case, MediationStep, Objection, Unit

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
LONGEST = 3000


class ObjectionForm(forms.Form):
    """`once` makes what is sent twice one objection."""

    text = forms.CharField(
        label=gettext_lazy("What do you not agree with, and why?"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("Read by those who work on the case only. What is published names no household."),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class PaperObjectionForm(ObjectionForm):
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Whose objection"),
        required=False,
        empty_label=gettext_lazy("Somebody who has no flat there"),
    )
    raised_on = forms.DateField(label=gettext_lazy("Came in on"), widget=DAY, initial=timezone.localdate)

    field_order = ["unit", "raised_on", "text"]

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = gettext_lazy("What the paper says")
        units: Any = self.fields["unit"]
        units.queryset = case.units.counted().select_related("household__stairwell__building__compound")
        units.label_from_instance = lambda unit: door_of(unit.household)

    def clean_raised_on(self) -> dt.date:
        day = self.cleaned_data["raised_on"]
        if not timezone.localdate() - dt.timedelta(days=365) <= day <= timezone.localdate():
            raise forms.ValidationError(_("Today, or a day of the past year."))
        return day

    def raised_at(self) -> dt.datetime | None:
        """None for today: that is now."""
        day = self.cleaned_data["raised_on"]
        if day == timezone.localdate():
            return None
        return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


class AnswerObjectionForm(forms.Form):
    topic = Objection._meta.get_field("topic").formfield(
        help_text=gettext_lazy("A few words: daylight, noise, the share of the cost."), required=False
    )
    answers = Objection._meta.get_field("answers").formfield(
        help_text=gettext_lazy("Please name nobody and no flat."), required=False
    )
    outcome = forms.TypedChoiceField(
        label=gettext_lazy("Outcome"), choices=Outcome.choices, coerce=Outcome, widget=forms.RadioSelect
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, data: Any, *, objection: Objection) -> None:
        initial = {name: getattr(objection, name) for name in ("topic", "answers", "outcome")}
        super().__init__(data, initial=initial | {"seen": state_of(objection)}, prefix="answer")


class StepForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Talked on"), widget=DAY, initial=timezone.localdate)
    what = forms.CharField(
        label=MediationStep._meta.get_field("what").verbose_name,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("The household reads it by its code, nobody else outside the office."),
    )
