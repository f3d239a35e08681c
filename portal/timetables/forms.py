"""The editors' form of a page with a timetable: when it takes place in plain words, checked before it is saved."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.hours.wording import weekday_name
from portal.pages import PortalPageForm
from portal.timetables.choices import Change, Repeats
from portal.timetables.days import known_days
from portal.timetables.plan import DateChange, Plan, PlanError, check_dates, schedule_of

#: Fields of the form that stand for others in a plan.
SHOWN_AS = {"weekdays": "weekday_choices"}
PLAIN = ("starts_on", "start_time", "end_time", "ends_on", "until", "times", "rule")
CONDITIONS = ("not_on_holidays", "on_makeup_days", "in_term_only")


class TimetableForm(PortalPageForm):
    weekday_choices = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("days of the week"),
        help_text=_("For “every week”; none ticked: that of the first day."),
    )

    #: What was sent, in so far as it is dates and times; set when the form is cleaned.
    plan: Plan | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "weekday_choices" in self.fields:
            self.fields["weekday_choices"].choices = [(day, weekday_name(day)) for day in range(7)]
            self.initial["weekday_choices"] = self.instance.weekdays or []
        if "repeats" in self.fields and self.instance.repeats != Repeats.RULE:
            choices = [choice for choice in Repeats.choices if choice[0] != Repeats.RULE]
            self.fields["repeats"].choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.plan = self.plan_of(cleaned)
        if self.plan is not None:
            try:
                check_dates(self.plan, schedule_of(self.plan), known_days())
            except PlanError as error:
                self._say(error)
        return cleaned

    def plan_of(self, cleaned: dict[str, Any]) -> Plan | None:
        """None while there is no first day, or a part of it is no date or time."""
        names = {*PLAIN, *CONDITIONS, "repeats", "every", "weekday_choices"}
        if not cleaned.get("starts_on") or names & self.errors.keys():
            return None
        return Plan(
            repeats=Repeats(cleaned.get("repeats") or Repeats.NEVER),
            every=cleaned.get("every") or 1,
            weekdays=tuple(cleaned.get("weekday_choices") or ()),
            changes=tuple(change for _form, change in self._changes()),
            rule=cleaned.get("rule", self.instance.rule),
            **{name: cleaned.get(name) for name in PLAIN if name != "rule"},  # type: ignore[arg-type]  # fields by name
            **{name: bool(cleaned.get(name)) for name in CONDITIONS},  # type: ignore[arg-type]  # likewise
        )

    def _changes(self) -> list[tuple[forms.ModelForm, DateChange]]:
        """The rows of the form that say something."""
        formset = self.formsets.get("changes")
        if formset is None or not formset.is_bound:
            return []
        found = []
        for form in formset.forms:
            values = form.cleaned_data if form.is_valid() else {}
            if values.get("date") and not values.get("DELETE"):
                times = (values.get("to_date"), values.get("start_time"), values.get("end_time"))
                found.append((form, DateChange(values["date"], Change(values["change"]), *times)))
        return found

    def _say(self, error: PlanError) -> None:
        if error.row is not None:
            form, _change = self._changes()[error.row]
            form.add_error(error.field, error.message)
            self.add_error(None, error.message)
            return
        field = SHOWN_AS.get(error.field, error.field)
        self.add_error(field if field in self.fields else None, error.message)

    def save(self, commit: bool = True) -> Any:
        if "weekday_choices" in self.cleaned_data:
            self.instance.weekdays = sorted(self.cleaned_data["weekday_choices"])
        return super().save(commit=commit)
