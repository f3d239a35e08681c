"""What staff fill in: a family's form for it, and a message."""

import uuid
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from portal.plugins.api import OnBehalfForm
from portal.plugins.bundled.class_signups.choices import ConfirmedBy, Phase
from portal.plugins.bundled.class_signups.draw_codes import SEED
from portal.plugins.bundled.class_signups.forms import ClassSignUpForm
from portal.plugins.bundled.class_signups.models import ClassCourse
from portal.plugins.bundled.class_signups.residence import NewResidence
from portal.plugins.bundled.class_signups.wording import phase_text, session_text

NEEDED = {"required": _("Please fill this in.")}


class StaffSignUpForm(OnBehalfForm, ClassSignUpForm):
    """At the counter the window of time is the worker's to judge; places are never oversold."""

    def _add_building(self) -> None:
        super()._add_building()
        if "building" in self.fields:
            self.fields["building"].label = _("Where they live")
            self.fields["lives_there"] = forms.BooleanField(label=_("I know that they live there"), required=False)

    def _order(self) -> list[str]:
        names = super()._order()
        names.insert(names.index("building") + 1, "lives_there")
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("lives_there"):
            if self.instance.building is None:
                self.add_error("building", _("In which building?"))
            self.instance.new_residence = NewResidence(ConfirmedBy.WORKER)
        return cleaned

    def _check_window(self) -> None:
        if self.course.phase() in (Phase.CANCELLED, Phase.OVER):
            self.add_error(None, phase_text(self.course))


class MessageForm(forms.Form):
    """To the families of all who have a place, or of one session."""

    session = forms.ChoiceField(label=_("To whom"), required=False)
    text = forms.CharField(
        label=_("What they have to know"),
        max_length=200,
        error_messages=NEEDED,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("At most 200 characters. Name no child: it is sent as a text message, and read out on the phone."),
    )

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, course: ClassCourse, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = {str(each.pk): each for each in course.sessions.all()}
        everybody = [("", _("All who have a place"))]
        single = [(pk, session_text(each)) for pk, each in self.sessions.items()]
        choices: Any = self.fields["session"]
        choices.choices = everybody + (single if course.sign_up_for == "sessions" else [])


class SeedForm(forms.Form):
    seed = forms.CharField(
        label=_("The seed, as it was published"),
        max_length=200,
        error_messages=NEEDED,
        help_text=_("Exactly as it stands there: it cannot be changed afterwards."),
        validators=[RegexValidator(SEED, _("Letters, digits, blanks and . , : - only."))],
    )
