"""What an editor says of a city guide in one community."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.services.models import GuideOverlay


class OverlayForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for widget in self.fields["note"].widget.widgets:
            widget.attrs["rows"] = 3

    class Meta:
        model = GuideOverlay
        fields: ClassVar[list[str]] = ["note", "counter", "hours", "phone", "hidden"]
        help_texts: ClassVar[dict[str, object]] = {
            "note": _("Shown above the city's text. A language left empty shows the other one."),
            "counter": _("Where people go here, in place of the city's counter."),
            "hours": _("In place of the city's hours."),
            "phone": _("In place of the city's number."),
            "hidden": _("Residents of this community no longer find it. What is written here is kept."),
        }
