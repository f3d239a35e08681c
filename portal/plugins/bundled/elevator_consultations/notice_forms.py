"""What staff write for a public notice."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.plugins.bundled.elevator_consultations.models import PublicNotice


def day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class NoticeForm(forms.Form):
    texts = PublicNotice._meta.get_field("texts").formfield(
        help_text=_("What is planned, where, and whom to ask. Drawings and figures are added by themselves.")
    )
    first_day = forms.DateField(label=_("First day"), widget=day())
    last_day = forms.DateField(label=_("Last day"), widget=day())

    def __init__(self, data: Any, *, last: PublicNotice | None, days: int) -> None:
        today = timezone.localdate()
        initial = {"first_day": today, "last_day": today + dt.timedelta(days=days - 1)}
        super().__init__(data, initial=initial | ({"texts": last.texts} if last else {}))


class PostForm(NoticeForm):
    """The preview sends back what was seen: the same fields, hidden, and the digest of it."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
