"""Who came to a shift: a choice and a time for each who has it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.volunteers.attendance import LONGEST
from portal.volunteers.models import Claim, Shift
from portal.volunteers.wording import hours_text

UNKNOWN, CAME, MISSED = "", "came", "missed"


class AttendanceForm(forms.Form):
    """Empty before the shift begins. Hours may have fractions; left out they are the shift's."""

    def __init__(self, *args: Any, shift: Shift, except_member: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_begun = shift.starts <= timezone.now()
        claims = shift.claims.select_related("member", "record").exclude(member=except_member) if has_begun else []
        self.claims: list[Claim] = list(claims)
        choices = [(UNKNOWN, _("Not known yet")), (CAME, _("Came")), (MISSED, _("Did not come"))]
        for held in self.claims:
            record = getattr(held, "record", None)
            known = UNKNOWN if held.has_come is None else CAME if held.has_come else MISSED
            self.fields[f"came_{held.pk}"] = forms.ChoiceField(
                label=held.member.name, choices=choices, required=False, initial=known
            )
            self.fields[f"hours_{held.pk}"] = forms.DecimalField(
                label=_("Hours of %(name)s") % {"name": held.member.name},
                min_value=0.1,
                max_value=LONGEST // 60,
                decimal_places=1,
                required=False,
                initial=hours_text(record.minutes if record else shift.usual_minutes),
            )

    def answers(self) -> Iterator[tuple[Claim, bool, int | None]]:
        """Of a valid form: (claim, came, minutes) of those somebody said something of, where it is new."""
        for held in self.claims:
            came, hours = self.cleaned_data.get(f"came_{held.pk}"), self.cleaned_data.get(f"hours_{held.pk}")
            changed = {f"came_{held.pk}", f"hours_{held.pk}"} & set(self.changed_data)
            if came != UNKNOWN and changed:
                yield held, came == CAME, round(hours * 60) if hours else None
