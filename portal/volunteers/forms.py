"""Residents' forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.participation.forms import EntryForm
from portal.volunteers.choices import VisitOutcome
from portal.volunteers.consent import JOINING
from portal.volunteers.models import Member


class JoinForm(EntryForm):
    """`least_age` of the team has to be said to be reached."""

    notices = (JOINING,)

    class Meta:
        model = Member
        fields = ["name", "phone", "available", "skills"]
        widgets = {"available": forms.Textarea({"rows": 2}), "skills": forms.Textarea({"rows": 2})}

    def __init__(self, *args: Any, least_age: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["available"].required = True
        if least_age:
            label = _("I am %(age)d or older") % {"age": least_age}
            self.fields["is_old_enough"] = forms.BooleanField(label=label)
            self.order_fields(["name", "phone", "available", "skills", "is_old_enough"])


class CheckForm(forms.Form):
    number = forms.CharField(label=_("Number of the certificate"), max_length=30, help_text=_("2026-01234567, say."))
    code = forms.CharField(label=_("Check code"), max_length=20, help_text=_("It stands below the number."))


class IdentityForm(forms.Form):
    identity = forms.CharField(
        label=_("Number of your ID card"),
        max_length=30,
        required=False,
        help_text=_("Only if the office you hand it to asks for it. It is printed and not kept."),
    )


class ReportForm(forms.Form):
    outcome = forms.ChoiceField(label=_("How was it?"), choices=VisitOutcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What is needed, or what you saw"), max_length=300, required=False, widget=forms.Textarea({"rows": 3})
    )
