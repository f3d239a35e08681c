"""The same forms, filled in by staff for somebody else: how it came in, and why the person did not do it."""

import uuid
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views import generic

from portal.participation.choices import HandedInBy
from portal.participation.forms import EntryForm
from portal.participation.models import Entry

OTHER_WAYS = [(way.value, way.label) for way in HandedInBy if way != HandedInBy.WEB]


class OnBehalfForm(EntryForm):
    """Stands before the public form: `class StaffSignUpForm(OnBehalfForm, SignUpForm)`. It has no trap, and people
    without a phone may be entered. Its `Meta` adds what the public page knows from its address."""

    has_trap = False
    needed = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {
            "name": gettext_lazy("Name of the person"),
            "phone": gettext_lazy("Their phone number"),
            "email": gettext_lazy("Their mail"),
        }
        for name in names.keys() & self.fields.keys():
            self.fields[name].label = names[name]
        needed = {"required": gettext_lazy("Please fill this in.")}
        self.fields["channel"] = forms.ChoiceField(
            label=gettext_lazy("How it came in"), choices=OTHER_WAYS, error_messages=needed
        )
        self.fields["why"] = forms.CharField(
            label=gettext_lazy("Why you enter it for them"), max_length=200, error_messages=needed
        )
        self.fields["once"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def hand_in_for(self, by: AbstractBaseUser) -> Entry | None:
        """Of a valid form: what is stored now; None if that was refused, and the form says why."""
        given = self.cleaned_data
        return self.hand_in(once=given["once"], channel=HandedInBy(given["channel"]), by=by, why=given["why"])


class OnBehalfView(generic.CreateView):
    """The `add_view_class` of a viewset for a kind of entry; its form is an OnBehalfForm."""

    def form_valid(self, form: OnBehalfForm) -> HttpResponse:
        self.form = form
        entry = form.hand_in_for(self.request.user)
        if entry is None:
            return self.form_invalid(form)
        text = _("Handed in for %(name)s. The reference to tell them: %(reference)s")
        messages.success(self.request, text % {"name": entry.name, "reference": entry.shown_reference})
        return redirect("entries:edit", entry.pk)
