"""What a household answers, and staff for it from paper."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.plugins.bundled.elevator_consultations.answering import Paper
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind, Signer, Voice
from portal.plugins.bundled.elevator_consultations.models import Question, Unit
from portal.plugins.bundled.elevator_consultations.register_forms import UnitChoice
from portal.plugins.bundled.elevator_consultations.scans import BEGINNINGS, Scan, read_scan


class AnswerForm(forms.Form):
    voice = forms.TypedChoiceField(
        label=pgettext_lazy("voice of a household", "Your answer"),
        choices=Voice.choices,
        coerce=Voice,
        widget=forms.RadioSelect,
    )
    point = forms.CharField(
        label=_("What should be considered?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Read by those who work on the case only, never published. Please write no names."),
    )


class PaperForm(forms.Form):
    """`scan` is asked for with consent, and may be there with a survey."""

    unit = UnitChoice(Unit.objects.none(), label=_("Whose paper"))
    voice = forms.TypedChoiceField(
        label=_("What is ticked"), choices=Voice.choices, coerce=Voice, widget=forms.RadioSelect
    )
    signed_by = forms.TypedChoiceField(
        label=_("Signed by"), choices=Signer.choices, coerce=Signer, widget=forms.RadioSelect
    )
    signed_on = forms.DateField(
        label=_("Signed on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), initial=timezone.localdate
    )
    scan = forms.FileField(
        label=_("Scan or photo of the paper"),
        widget=forms.ClearableFileInput({"accept": ",".join(BEGINNINGS)}),
        help_text=_("PDF, JPEG or PNG, at most 5 MB. Stored encrypted, shown to staff only, each look is logged."),
    )
    point = forms.CharField(
        label=_("What should be considered, as written there"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
    why = forms.CharField(
        label=_("Why do you enter it?"),
        max_length=200,
        help_text=_("Such as: paper handed in at the counter. An earlier answer of this unit is replaced."),
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        counted = Unit.objects.counted().filter(case=question.case_id)
        units.queryset = counted.select_related("household__stairwell__building__compound")
        self.fields["scan"].required = question.kind == QuestionKind.CONSENT

    def clean_scan(self) -> Scan | None:
        upload = self.cleaned_data["scan"]
        return read_scan(upload) if upload else None

    def paper(self) -> Paper:
        """Of a valid form."""
        given = self.cleaned_data
        return Paper(given["signed_by"], given["signed_on"], given["why"], given["scan"])
