"""A family changes who is told, and what to know of the children."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from portal.plugins.api import EntryForm, HandedInBy, has_consent, record_consents
from portal.plugins.bundled.class_signups.messages import NEEDS
from portal.plugins.bundled.class_signups.models import ClassSignUp


class ContactForm(EntryForm):
    """Asks for consent to keep needs where there was none yet; whoever was entered without a phone goes on without."""

    has_trap = False

    class Meta:
        model = ClassSignUp
        fields = ["name", "phone", "email", "needs"]
        widgets = {"needs": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, instance: ClassSignUp, **kwargs: Any) -> None:
        self.notices = () if has_consent(instance, NEEDS) else (NEEDS,)  # type: ignore[misc]  # a form's own, by its sign-up
        if instance.handed_in_by != HandedInBy.WEB:
            self.needed = ("name",)  # type: ignore[misc]  # likewise
        super().__init__(*args, instance=instance, auto_id="contact-%s", **kwargs)
        self.fields["email"].label = _("Your mail, if you have one")
        self.fields["needs"].label = _("Health or access needs")
        for name in self.asked:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.asked:
            if cleaned.get("needs") and not cleaned.get(name):
                self.add_error(name, _("We need your consent to keep this."))
        return cleaned

    def given_consents(self) -> list[Any]:
        return super().given_consents() if self.cleaned_data.get("needs") else []


@transaction.atomic
def change_contact(sign_up: ClassSignUp, values: Mapping[str, str]) -> bool:
    form = ContactForm(values, instance=sign_up)
    if not form.is_valid():
        sign_up.refusal = _("Nothing was changed yet: please look at the fields below.")
        sign_up.refresh_from_db(fields=["name", "phone", "email", "needs"])
        sign_up.refused_form = form
        return False
    sign_up.save(update_fields=["name", "phone", "email", "needs"])
    guardian = sign_up.name if sign_up.course.is_for_children else ""
    record_consents(sign_up, [type(given)(given.notice, guardian) for given in form.given_consents()], by=None)
    return True
