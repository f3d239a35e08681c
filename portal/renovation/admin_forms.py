"""Staff's forms about a project: places, dates, survey, opinions, works."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.documents.widgets import AdminDocumentChooser

from portal.communities.models import Building, Compound, Stairwell
from portal.names import Names, NamesFormField
from portal.renovation.choices import WAY, WishOutcome
from portal.renovation.models import NeedsSurvey, Opinion, RenovationProject, StageDates, Wish, WorksNotice

DAY, MOMENT = AdminDateInput, AdminDateTimeInput
#: More cannot be taken in, let alone put in order.
MOST_WISHES = 20


class Doors(forms.ModelMultipleChoiceField):
    """Buildings or stairwells to tick, named with what they are in."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        if isinstance(obj, Stairwell):
            return f"{obj.building.compound} · {obj.building} · {obj}"
        return f"{obj.compound} · {obj}"


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """What can be chosen in a field, and nothing else."""
    cast(forms.ModelChoiceField, form.fields[name]).queryset = rows


class ProjectForm(forms.ModelForm):
    buildings = Doors(Building.objects.none(), required=False, label=gettext_lazy("Buildings"))
    stairwells = Doors(Stairwell.objects.none(), required=False, label=gettext_lazy("Only these stairwells"))

    class Meta:
        model = RenovationProject
        fields = [
            "compound",
            "buildings",
            "stairwells",
            "satisfaction_line",
            "least_answers",
            "professional_on",
            "professional_document",
        ]
        widgets = {"professional_on": DAY, "professional_document": AdminDocumentChooser}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        community = self.instance.community_id
        buildings = Building.objects.filter(compound__community=community).select_related("compound")
        stairwells = Stairwell.objects.filter(building__compound__community=community)
        if self.instance.compound_id:
            buildings = buildings.filter(compound=self.instance.compound_id)
            stairwells = stairwells.filter(building__compound=self.instance.compound_id)
        offer(self, "compound", Compound.objects.filter(community=community))
        offer(self, "buildings", buildings.order_by("compound__code", "number"))
        offer(self, "stairwells", stairwells.select_related("building__compound"))
        self.fields["buildings"].help_text = self._meta.model._meta.get_field("buildings").help_text


class DatesForm(forms.Form):
    """When each stage is planned; when it really began and ended is written down by moving the project."""

    def __init__(self, *args: Any, project: RenovationProject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {each.stage: each for each in project.stage_dates.all()}
        for stage in WAY:
            dates = known.get(stage)
            for name, label in (("from", _("planned from")), ("until", _("planned until"))):
                self.fields[f"{stage}_{name}"] = forms.DateField(
                    label=f"{stage.label}: {label}",
                    required=False,
                    widget=DAY,
                    initial=getattr(dates, f"planned_{name}", None),
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for stage in WAY:
            first, last = cleaned.get(f"{stage}_from"), cleaned.get(f"{stage}_until")
            if first and last and last < first:
                self.add_error(f"{stage}_until", _("It would end before it begins."))
        return cleaned

    def save(self, project: RenovationProject) -> None:
        for stage in WAY:
            planned = {f"planned_{name}": self.cleaned_data[f"{stage}_{name}"] for name in ("from", "until")}
            if any(planned.values()) or StageDates.objects.filter(project=project, stage=stage).exists():
                StageDates.objects.update_or_create(project=project, stage=stage, defaults=planned)


class WorksForm(forms.ModelForm):
    buildings = Doors(
        Building.objects.none(),
        required=False,
        label=gettext_lazy("Buildings"),
        help_text=gettext_lazy("None: all of the project."),
    )

    class Meta:
        model = WorksNotice
        fields = [
            "titles",
            "starts",
            "ends",
            "buildings",
            "severity",
            "texts",
            "days_before",
            "contact",
            "phone",
            "is_cancelled",
        ]
        widgets = {"starts": MOMENT, "ends": MOMENT}

    def __init__(self, *args: Any, project: RenovationProject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stairwells = project.stairwells_touched().order_by()
        buildings = Building.objects.filter(pk__in=stairwells.values("building")).select_related("compound")
        offer(self, "buildings", buildings.order_by("compound__code", "number"))
        self.instance.project = project


class OpinionForm(forms.ModelForm):
    class Meta:
        model = Opinion
        fields = ["texts", "channel", "collected_on", "people", "is_public", "reply"]
        widgets = {"collected_on": DAY}

    def __init__(self, *args: Any, project: RenovationProject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.project = project


class SurveyForm(forms.ModelForm):
    """Wishes are lines of text, the same line in each language being the same wish. Once answers came in, they stay."""

    class Meta:
        model = NeedsSurvey
        fields = ["intro", "most_choices", "takes_open", "opens_at", "closes_at"]
        widgets = {"opens_at": MOMENT, "closes_at": MOMENT}

    lines = NamesFormField(
        multiline=True,
        label=gettext_lazy("What could be done: a wish on each line"),
        help_text=gettext_lazy("In the same order in each language."),
    )

    field_order = ["intro", "lines"]

    def __init__(self, *args: Any, project: RenovationProject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.project = project
        if self.instance.pk:
            self.known = list(Wish.objects.filter(survey=self.instance))
            codes = [code for code, _label in settings.LANGUAGES]
            lines = {code: "\n".join(wish.names.get(code, "") for wish in self.known).strip() for code in codes}
            self.initial["lines"] = Names(lines)
            if self.instance.answers.exists():
                self.fields["lines"].disabled = True
                self.fields["lines"].help_text = _("Answers came in: what is asked stays as it is.")
        else:
            self.known = []

    def clean_lines(self) -> list[Names]:
        given: Names = self.cleaned_data["lines"]
        columns = {code: [line.strip() for line in text.splitlines() if line.strip()] for code, text in given.items()}
        columns = {code: lines for code, lines in columns.items() if lines}
        if len({len(lines) for lines in columns.values()}) != 1:
            raise ValidationError(_("Each language needs the same number of lines."))
        rows = [Names(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        if not 2 <= len(rows) <= MOST_WISHES:
            raise ValidationError(_("Give between 2 and %(most)d wishes."), params={"most": MOST_WISHES})
        if any(len(text) > 150 for row in rows for text in row.values()):
            raise ValidationError(_("A wish has at most 150 characters."))
        return rows

    def save(self, commit: bool = True) -> NeedsSurvey:
        survey = super().save(commit)
        if not self.fields["lines"].disabled:
            rows = self.cleaned_data["lines"]
            for place, names in enumerate(rows):
                wish = self.known[place] if place < len(self.known) else Wish(survey=survey)
                wish.names, wish.order = names, place
                wish.save()
            for wish in self.known[len(rows) :]:
                wish.delete()
        return survey


class OutcomesForm(forms.Form):
    """What became of each wish."""

    def __init__(self, *args: Any, survey: NeedsSurvey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wishes = list(Wish.objects.filter(survey=survey))
        for wish in self.wishes:
            self.fields[f"outcome_{wish.pk}"] = forms.ChoiceField(
                label=str(wish), choices=WishOutcome.choices, initial=wish.outcome
            )
            self.fields[f"note_{wish.pk}"] = NamesFormField(
                label=_("%(wish)s: in other words") % {"wish": wish},
                required=False,
                max_length=300,
                initial=wish.outcome_note,
            )

    def save(self) -> None:
        for wish in self.wishes:
            wish.outcome = self.cleaned_data[f"outcome_{wish.pk}"]
            wish.outcome_note = self.cleaned_data[f"note_{wish.pk}"] or Names()
            wish.save()
