"""The editors' form of a guide: audiences and life events are ticked, not added row by row."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.pages import PortalPageForm


class GuideForm(PortalPageForm):
    """Each tick box field stands for a child relation of the page: `CHOICES[field] = (relation, its foreign key)`."""

    CHOICES: ClassVar[dict[str, tuple[str, str]]] = {
        "audience_choices": ("audience_rows", "audience"),
        "life_event_choices": ("life_event_rows", "life_event"),
    }

    audience_choices: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple, label=_("Who it is for")
    )
    life_event_choices: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple, label=_("When in life it is needed")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (relation, foreign_key) in self.CHOICES.items():
            if name not in self.fields:
                continue
            rows = getattr(self.instance, relation)
            label = rows.model._meta.get_field(foreign_key).related_model
            self.fields[name].queryset = label._default_manager.all()
            self.initial[name] = [getattr(row, f"{foreign_key}_id") for row in rows.all()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        by_rule, promised = cleaned.get("days_by_rule"), cleaned.get("days_promised")
        if by_rule is not None and promised is not None and promised > by_rule:
            self.add_error("days_promised", _("Not more than the rule allows."))
        checked, review = cleaned.get("checked_on"), cleaned.get("review_by")
        if checked and review and review < checked:
            self.add_error("review_by", _("This is before it was checked."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        for name, (relation, foreign_key) in self.CHOICES.items():
            if name in self.cleaned_data:
                self._tick(relation, foreign_key, list(self.cleaned_data[name]))
        return super().save(commit=commit)

    def _tick(self, relation: str, foreign_key: str, labels: list[Any]) -> None:
        """Rows that stay keep their identity, so that comparing revisions shows only what changed."""
        manager = getattr(self.instance, relation)
        present = {getattr(row, f"{foreign_key}_id"): row for row in manager.all()}
        manager.set([present.get(label.pk) or manager.model(**{foreign_key: label}) for label in labels])
