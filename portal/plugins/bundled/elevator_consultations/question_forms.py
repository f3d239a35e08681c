"""Staff's forms about questions."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.plugins.api import NamesField
from portal.plugins.bundled.elevator_consultations.asking import ASKED_IN
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind
from portal.plugins.bundled.elevator_consultations.models import Case, RuleSet
from portal.plugins.bundled.elevator_consultations.register_forms import WhyForm

LOCAL = "%Y-%m-%dT%H:%M"


def moment() -> forms.DateTimeInput:
    return forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL)


class OpenQuestionForm(forms.Form):
    kind = forms.TypedChoiceField(label=_("What is asked for"), coerce=QuestionKind, widget=forms.RadioSelect)
    texts = NamesField(multiline=True, max_length=2000).formfield(
        label=_("The question, as owners read it"), help_text=_("On the page, in the letters, and in the form.")
    )
    opens_at = forms.DateTimeField(label=_("Answers are taken from"), widget=moment())
    closes_at = forms.DateTimeField(label=_("Answers are taken until"), widget=moment())
    rules = forms.ModelChoiceField(
        RuleSet.objects.all(),
        label=_("Rules"),
        empty_label=None,
        help_text=_("They are copied: later changes of the rules are for later questions."),
    )

    def __init__(self, data: Any, *, case: Case) -> None:
        now = timezone.localtime().replace(second=0, microsecond=0)
        super().__init__(data, initial={"opens_at": now, "closes_at": now + dt.timedelta(days=14)})
        rules: Any = self.fields["rules"]
        rules.initial = RuleSet.objects.first()
        kinds: Any = self.fields["kind"]
        kinds.choices = [(kind.value, kind.label) for kind, stages in ASKED_IN.items() if case.stage in stages]
        if len(kinds.choices) == 1:
            kinds.initial = kinds.choices[0][0]


class ClosingForm(WhyForm):
    closes_at = forms.DateTimeField(label=_("Answers are taken until"), widget=moment())

    field_order = ["closes_at", "why"]


class DecideForm(forms.Form):
    """Before its time a reason is asked for."""

    why = forms.CharField(label=_("Why is it closed before its time?"), max_length=200)

    def __init__(self, *args: Any, is_early: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_early:
            del self.fields["why"]
