"""What residents fill in, and staff for them from paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.plain_text import without_personal
from portal.renovation.models import NeedsSurvey, SatisfactionAnswer, Wish

PLACES = (
    gettext_lazy("Most wanted"),
    gettext_lazy("Second"),
    gettext_lazy("Third"),
    gettext_lazy("Fourth"),
    gettext_lazy("Fifth"),
)
RATING_LABELS = (
    (5, gettext_lazy("5: very satisfied")),
    (4, gettext_lazy("4: satisfied")),
    (3, gettext_lazy("3: so-so")),
    (2, gettext_lazy("2: not satisfied")),
    (1, gettext_lazy("1: not at all satisfied")),
)


class NeedsForm(forms.Form):
    """A select for each place on the list: works with a keyboard, a screen reader and without scripts."""

    def __init__(self, *args: Any, survey: NeedsSurvey, wishes: list[Wish], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wishes = {str(wish.pk): wish for wish in wishes}
        offered = [(key, str(wish)) for key, wish in self.wishes.items()]
        for place in range(min(survey.most_choices, len(wishes))):
            self.fields[f"place_{place + 1}"] = forms.ChoiceField(
                label=PLACES[place], choices=[("", _("– nothing –")), *offered], required=place == 0
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: set[str] = set()
        for name in self.fields:
            chosen = cleaned.get(name)
            if chosen and chosen in seen:
                self.add_error(name, _("This stands on your list already."))
            seen.add(chosen or "")
        return cleaned

    @property
    def chosen(self) -> list[Wish]:
        """In their order, gaps closed."""
        given = [self.cleaned_data.get(name) for name in self.fields if name.startswith("place_")]
        return [self.wishes[key] for key in given if key]


class SatisfactionForm(forms.ModelForm):
    rating = forms.TypedChoiceField(
        label=gettext_lazy("How satisfied are you with what was done?"),
        choices=RATING_LABELS,
        coerce=int,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why? What should be mended?"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Read by those who mend, without your door. Please write no names or phone numbers."),
    )

    class Meta:
        model = SatisfactionAnswer
        fields = ["rating", "reason"]

    def clean_reason(self) -> str:
        return without_personal(self.cleaned_data["reason"].strip())

    def validate_constraints(self) -> None:
        """The rest of the row, and so its constraints, are the action's."""
