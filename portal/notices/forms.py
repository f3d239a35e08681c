"""The editors' form of a notice: pasted text is cleaned, compounds and buildings of the own community are ticked."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.communities.models import Building, Compound
from portal.notices.choices import NoticeKind
from portal.notices.pasting import clean_line, clean_rich_text
from portal.pages import PortalPageForm


class BuildingChoiceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, building: Building) -> str:
        return f"{building.compound}: {building}"


class NoticeForm(PortalPageForm):
    """Each tick box field stands for a child relation of the page: `CHOICES[field] = (relation, its foreign key)`."""

    CHOICES: ClassVar[dict[str, tuple[str, str]]] = {
        "compound_choices": ("compound_rows", "compound"),
        "building_choices": ("building_rows", "building"),
    }

    compound_choices: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple, label=_("Compounds")
    )
    building_choices = BuildingChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple, label=_("Buildings")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields and self.instance.was_announced:
            self.fields["kind"].disabled = True
        community = getattr(self.parent_page.specific, "community_id", None) if self.parent_page else None
        offered = {
            "compound_choices": Compound.objects.filter(community=community),
            "building_choices": Building.objects.filter(compound__community=community).select_related("compound"),
        }
        for name, (relation, foreign_key) in self.CHOICES.items():
            if name not in self.fields:
                continue
            rows = getattr(self.instance, relation).all()
            self.fields[name].queryset = offered[name]
            self.initial[name] = [getattr(row, f"{foreign_key}_id") for row in rows]

    def clean_title(self) -> str:
        return clean_line(self.cleaned_data["title"])

    def clean_body(self) -> str:
        return clean_rich_text(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_asked = "period_until" in self.fields and not self.is_deferred_validation
        if cleaned.get("kind") == NoticeKind.ANNOUNCEMENT and is_asked and "period_until" not in self.errors:
            self._ask_for_last_day(cleaned)
        return cleaned

    def _ask_for_last_day(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("period_until"):
            self.add_error("period_until", _("A public announcement has a last day: it disappears then."))

    def save(self, commit: bool = True) -> Any:
        for name, (relation, foreign_key) in self.CHOICES.items():
            if name in self.cleaned_data:
                self._tick(relation, foreign_key, list(self.cleaned_data[name]))
        return super().save(commit=commit)

    def _tick(self, relation: str, foreign_key: str, chosen: list[Any]) -> None:
        """Rows that stay keep their identity, so that comparing revisions shows only what changed."""
        manager = getattr(self.instance, relation)
        present = {getattr(row, f"{foreign_key}_id"): row for row in manager.all()}
        manager.set([present.get(each.pk) or manager.model(**{foreign_key: each}) for each in chosen])
