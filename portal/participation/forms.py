"""What every form has that somebody hands in: a name and a phone, consent to the words that were shown, a trap."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext_lazy as _

from portal.participation.actions import hand_in
from portal.participation.choices import HandedInBy
from portal.participation.consents import GivenConsent
from portal.participation.models import ConsentNotice, Entry
from portal.participation.notices import current_notices
from portal.participation.trap import TrapField

TRAP = "homepage"


class EntryForm(forms.ModelForm):
    """A form for a kind of entry; `Meta` as usual, the consents it asks for by their keys.

    `guardian_notices` are agreed to by a parent or guardian, who gives their name. `needed` are fields that the table
    allows to be empty, since they are emptied in time.
    """

    notices: ClassVar[tuple[str, ...]] = ()
    guardian_notices: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[tuple[str, ...]] = ("name", "phone")
    has_trap: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            if name in self.fields:
                self.fields[name].required = True
        for field in self.fields.values():
            field.error_messages["required"] = _("Please fill this in.")
        if "name" in self.fields:
            self.fields["name"].label = _("Your name")
            self.fields["name"].widget.attrs["autocomplete"] = "name"
        if "phone" in self.fields:
            self.fields["phone"].label = _("Your phone number")
        self.asked = self._add_consents()
        if self.has_trap:
            self.fields[TRAP] = TrapField()

    def _add_consents(self) -> dict[str, ConsentNotice]:
        """{name of the box to tick: what it agrees to}."""
        if self.guardian_notices:
            self.fields["guardian"] = forms.CharField(label=_("Name of the parent or guardian"), max_length=100)
        asked = {}
        for number, notice in enumerate(current_notices([*self.notices, *self.guardian_notices])):
            name = f"consent_{number}"
            needed = {"required": _("We need your consent to keep this.")}
            text, label = linebreaksbr(str(notice.texts)), str(notice.titles)
            self.fields[name] = forms.BooleanField(label=label, help_text=text, error_messages=needed)
            seen = forms.IntegerField(widget=forms.HiddenInput, initial=notice.version, required=False)
            self.fields[f"{name}_seen"] = seen
            asked[name] = notice
        return asked

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, notice in self.asked.items():
            if cleaned.get(name) and cleaned.get(f"{name}_seen") != notice.version:
                self.add_error(name, _("These words were changed just now. Please read them again."))
                self._show_again(name, notice)
        return cleaned

    def _show_again(self, name: str, notice: ConsentNotice) -> None:
        """The box is empty again, beside the words that count now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, or a dict in tests
        data.pop(self.add_prefix(name), None)
        data[self.add_prefix(f"{name}_seen")] = str(notice.version)
        self.data = data

    def given_consents(self) -> list[GivenConsent]:
        """Of a valid form."""
        return [GivenConsent(notice, self._guardian_of(notice)) for notice in self.asked.values()]

    def _guardian_of(self, notice: ConsentNotice) -> str:
        return self.cleaned_data["guardian"] if notice.key in self.guardian_notices else ""

    def hand_in(
        self,
        *,
        once: uuid.UUID | None = None,
        channel: HandedInBy = HandedInBy.WEB,
        by: AbstractBaseUser | None = None,
        why: str = "",
    ) -> Entry | None:
        """Of a valid form: what is stored now; None if that was refused, and the form says why."""
        try:
            consents = self.given_consents()
            entry = hand_in(self.instance, once=once, consents=consents, channel=channel, by=by, why=why)
        except ValidationError as error:
            self.add_refusal(error)
            return None
        if entry is self.instance:
            self._save_m2m()  # type: ignore[attr-defined]  # what save(commit=False) leaves to its caller
        return entry

    def add_refusal(self, error: ValidationError) -> None:
        """Beside the fields it is about, as far as this form has them."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, errors)

    def shown_fields(self) -> Iterable[forms.BoundField]:
        """What somebody filled in, for a look before it is sent; without the consents."""
        return [field for field in self if not field.is_hidden and field.name not in self.asked]
