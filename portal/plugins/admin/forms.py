"""Forms of the city's plugins screens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.communities.models import District, Street
from portal.plugins.choices import Level, Policy
from portal.plugins.declaration import Plugin
from portal.plugins.scope import Scope

TAKE_BACK = "none"


class WhereField(forms.ChoiceField):
    """The whole city, a district or a street office, as a `Scope`; streets stand below their districts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, choices=where_choices, **kwargs)

    def clean(self, value: Any) -> Scope:
        chosen = super().clean(value)
        kind, code = chosen[:1], chosen[1:]
        if kind == "d":
            return Scope.of_codes(districts=[code])
        if kind == "s":
            return Scope.of_codes(streets=[code])
        return Scope()


def where_choices() -> list[Any]:
    """Two queries."""
    streets: dict[int, list[tuple[str, str]]] = {}
    for street in Street.objects.all():
        streets.setdefault(street.district_id, []).append((f"s{street.code}", str(street)))
    groups: list[Any] = [("", _("The whole city"))]
    for district in District.objects.all():
        whole = (f"d{district.code}", _("%(district)s, all of it") % {"district": district})
        groups.append((str(district), [whole, *streets.get(district.pk, [])]))
    return groups


class PolicyForm(forms.Form):
    where = WhereField(label=_("Where"))
    policy = forms.ChoiceField(
        label=_("Policy"),
        widget=forms.RadioSelect,
        choices=[
            (Policy.AVAILABLE, _("Available: communities switch it on if they want")),
            (Policy.REQUIRED, _("Required: it is on, and cannot be switched off")),
            (Policy.WITHHELD, _("Withheld: communities do not see it, and it is off")),
            (TAKE_BACK, _("As the area above has it: take an exception back")),
        ],
    )

    def __init__(self, *args: Any, plugin: Plugin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plugin.level == Level.CITY:
            del self.fields["where"]
            self.fields["policy"].choices = CITY_POLICIES  # type: ignore[attr-defined]  # a ChoiceField, as above

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("policy") == TAKE_BACK and data.get("where", Scope()).is_whole_city:
            self.add_error("policy", _("For all there has to be a policy."))
        return data

    @property
    def chosen(self) -> Policy | None:
        policy = self.cleaned_data["policy"]
        return None if policy == TAKE_BACK else Policy(policy)

    @property
    def district(self) -> District | None:
        return next(iter(self.cleaned_data.get("where", Scope()).districts), None)

    @property
    def street(self) -> Street | None:
        return next(iter(self.cleaned_data.get("where", Scope()).streets), None)


CITY_POLICIES = [
    (Policy.AVAILABLE, _("Available: you switch it on and off")),
    (Policy.REQUIRED, _("Required: it is on")),
    (Policy.WITHHELD, _("Withheld: it is off")),
]


class BulkForm(forms.Form):
    where = WhereField(label=_("Where"))
    to = forms.ChoiceField(
        label=_("What"), widget=forms.RadioSelect, choices=[("on", _("Switch on")), ("off", _("Switch off"))]
    )

    @property
    def on(self) -> bool:
        return self.cleaned_data["to"] == "on"


class FindForm(forms.Form):
    """Which communities a list shows."""

    where = WhereField(label=_("Where"))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("on", _("On")), ("off", _("Off")), ("muted", _("Paused"))],
    )
    q = forms.CharField(label=_("Name, address or official code"), required=False, max_length=50)
