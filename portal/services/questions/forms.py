"""The resident's form and the office's."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.names import NamesFormField
from portal.participation.forms import EntryForm
from portal.participation.on_behalf import OnBehalfForm
from portal.services.models import OfficeQuestion
from portal.services.questions.words import ASKING


class QuestionForm(EntryForm):
    """Name and phone are left by whoever wants to be told."""

    notices = (ASKING,)
    needed = ("text",)

    class Meta:
        model = OfficeQuestion
        fields = ["text", "name", "phone"]
        widgets = {"text": forms.Textarea({"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = _(
            "Only if you want to be told. Otherwise keep the page you get: the answer stands there too."
        )


class QuestionOnBehalfForm(OnBehalfForm, QuestionForm):
    needed = ("text", "community")  # type: ignore[assignment]  # as many as one likes

    class Meta(QuestionForm.Meta):
        fields = ["community", "text", "name", "phone"]


class AnswerForm(forms.Form):
    """Which fields are needed depends on the button: `need` says what is missing."""

    questions = NamesFormField(
        label=_("Question for everybody"),
        required=False,
        max_length=200,
        help_text=_("In general words: nobody can tell from it who asked. No names, phones or flats of residents."),
    )
    answers = NamesFormField(label=_("Answer for everybody"), required=False, max_length=3000, multiline=True)
    reply = forms.CharField(
        label=_("Answer to the person"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("For the buttons “by message” and “on the phone”."),
    )

    def need(self, *names: str) -> None:
        """Raises ValidationError beside those that are empty."""
        missing = {name: [_("Please fill this in.")] for name in names if not self.cleaned_data.get(name)}
        if missing:
            raise ValidationError(missing)
