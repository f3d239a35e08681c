"""Who may collect a child from a care group: named by the guardian, one person a line, kept sealed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.plugins.bundled.class_signups.models import ClassSignUp

MOST, LONGEST = 8, 60
COLLECTING_FIELDS = ("collectors", "may_go_alone")
COLLECTING_WIDGETS = {"collectors": forms.Textarea(attrs={"rows": 3})}


def allowed_names(collectors: str) -> list[str]:
    """As written, without empty lines and without saying anybody twice."""
    return list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in collectors.splitlines()))))


def tidy_collectors(text: str) -> str:
    names = allowed_names(text or "")
    if len(names) > MOST:
        raise ValidationError(_("Please name at most %(most)d persons.") % {"most": MOST})
    if any(len(name) > LONGEST for name in names):
        raise ValidationError(_("One person a line, please, and at most %(most)d characters.") % {"most": LONGEST})
    return "\n".join(names)


def word_collecting(form: forms.BaseForm) -> None:
    fields: dict[str, Any] = form.fields
    fields["collectors"].label = _("Who may collect the child besides you?")
    fields["collectors"].help_text = _(
        "One person a line, with what they are to the child: “Li Mei, grandmother”. Please ask them first. It is kept "
        "sealed, only staff for classes see it. You can change it at any time."
    )
    fields["may_go_alone"].label = _("The child may go home alone")


def drop_collecting(form: forms.BaseForm) -> None:
    for name in COLLECTING_FIELDS:
        form.fields.pop(name, None)


class CollectorsForm(forms.ModelForm):
    """On the family's private page."""

    class Meta:
        model = ClassSignUp
        fields = COLLECTING_FIELDS
        widgets = COLLECTING_WIDGETS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_collecting(self)

    def clean_collectors(self) -> str:
        return tidy_collectors(self.cleaned_data["collectors"])


@transaction.atomic
def change_collectors(sign_up: ClassSignUp, values: Mapping[str, str]) -> bool:
    form = CollectorsForm(values, instance=sign_up)
    if not form.is_valid():
        sign_up.refusal = " ".join(str(error) for errors in form.errors.values() for error in errors)
        sign_up.collectors, sign_up.retypes_collectors = values.get("collectors", ""), True  # shown, not stored
        return False
    sign_up.save(update_fields=[*COLLECTING_FIELDS])
    return True
