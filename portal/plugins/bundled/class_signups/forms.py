"""The sign-up: who signs up, the children, the sessions, consent."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.plugins.api import Building, Community, EntryForm
from portal.plugins.bundled.class_signups.ages import age_problem
from portal.plugins.bundled.class_signups.choices import Phase, SignUpFor
from portal.plugins.bundled.class_signups.collecting import (
    COLLECTING_FIELDS,
    COLLECTING_WIDGETS,
    drop_collecting,
    tidy_collectors,
    word_collecting,
)
from portal.plugins.bundled.class_signups.messages import GUARDIAN, NEEDS, PERSON
from portal.plugins.bundled.class_signups.models import ClassChild, ClassCourse, ClassSession, ClassSignUp, identity_of
from portal.plugins.bundled.class_signups.signing_up import already_in, known_identities
from portal.plugins.bundled.class_signups.wording import building_text, moment_text, phase_text, session_text

MOST_CHILDREN = 4
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ClassSignUpForm(EntryForm):
    """`children` says for how many there are boxes; of those after the first, empty ones are nobody."""

    children = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=MOST_CHILDREN)

    class Meta:
        model = ClassSignUp
        fields = ["name", "phone", "email", "needs", *COLLECTING_FIELDS]
        widgets = {"needs": forms.Textarea(attrs={"rows": 3}), **COLLECTING_WIDGETS}

    def __init__(self, *args: Any, course: ClassCourse, children: int = 1, **kwargs: Any) -> None:
        self.course, self.boxes = course, max(1, min(children, MOST_CHILDREN))
        asked = (GUARDIAN, NEEDS) if course.is_for_children else (PERSON, NEEDS)
        self.guardian_notices = asked if course.is_for_children else ()  # type: ignore[misc]  # a form's own, by its course
        self.notices = () if course.is_for_children else asked  # type: ignore[misc]  # likewise
        super().__init__(*args, **kwargs)
        self.fields.pop("guardian", None)  # whoever signs up is it
        self.fields["children"].initial = self.boxes
        self.fields["name"].label = _("Your name (parent or guardian)") if course.is_for_children else _("Your name")
        self.fields["email"].label = _("Your mail, if you have one")
        self.fields["needs"].label = _("Health or access needs")
        self.fields["needs"].help_text = _(
            "Only what the teacher has to know: allergies, a ramp, hearing. May be empty."
        )
        word_collecting(self) if course.is_care_group else drop_collecting(self)
        for name, notice in self.asked.items():
            self.fields[name].required = notice.key != NEEDS
        self._add_sessions()
        self._add_building()
        self._add_children()
        self.order_fields(self._order())

    def _order(self) -> list[str]:
        children = [f"child_{number}_{part}" for number in range(self.boxes) for part in ("name", "born")]
        return ["sessions", *children, "name", "phone", "email", "building", "needs", *COLLECTING_FIELDS]

    def _add_sessions(self) -> None:
        if self.course.sign_up_for != SignUpFor.SESSIONS:
            return
        ahead = self.course.sessions.filter(starts__gt=timezone.now(), is_cancelled=False)
        self.open_sessions = {str(each.pk): each for each in ahead if not each.is_full}
        self.fields["sessions"] = forms.MultipleChoiceField(
            label=_("Which sessions?"),
            choices=[(pk, session_label(each)) for pk, each in self.open_sessions.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Please choose at least one session."),
                "invalid_choice": _("This session is full or called off by now. Please choose others."),
            },
        )

    def _add_building(self) -> None:
        """Where residents come first, and no household's code says it already."""
        if not self.course.puts_residents_first or self.instance.new_residence is not None:
            return
        self.buildings, choices = building_choices(self.course.community)
        if not self.buildings:
            return
        until = moment_text(self.course.residents_until)
        self.fields["building"] = forms.ChoiceField(
            label=_("Where you live"),
            required=False,
            choices=[("", _("Not in this community")), *choices],
            help_text=_(
                "Until %(until)s residents of the community come first, once their residence is confirmed: by a "
                "worker, or by the code from your household’s letter."
            )
            % {"until": until},
        )

    def _add_children(self) -> None:
        one = self.boxes == 1
        for number in range(self.boxes):
            who = {"number": number + 1}
            if self.course.is_for_children:
                name = _("Name of the child") if one else _("Name of child %(number)d") % who
                born = _("Date of birth") if one else _("Date of birth of child %(number)d") % who
            else:
                name, born = _("Who comes"), _("Date of birth")
            needed = number == 0
            missing = {"required": _("Please fill this in."), "invalid": _("Please write the date as 2018-05-31.")}
            self.fields[f"child_{number}_name"] = forms.CharField(
                label=name, max_length=60, required=needed, error_messages=missing
            )
            self.fields[f"child_{number}_born"] = forms.DateField(
                label=born, required=needed, widget=DAY, error_messages=missing
            )

    def clean_collectors(self) -> str:
        return tidy_collectors(self.cleaned_data["collectors"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_window()
        consent = next((name for name, notice in self.asked.items() if notice.key == NEEDS), None)
        if consent and cleaned.get("needs") and not cleaned.get(consent):
            self.add_error(consent, _("We need your consent to keep this."))
        sessions = [self.open_sessions[pk] for pk in cleaned.get("sessions", ())] if "sessions" in self.fields else []
        self.instance.new_sessions = tuple(sessions)
        if "building" in self.fields:
            self.instance.building = self.buildings.get(cleaned.get("building", ""))
        self.instance.new_children = tuple(self._clean_children(cleaned))
        return cleaned

    def _check_window(self) -> None:
        if self.course.phase() not in (Phase.OPEN, Phase.FULL):
            self.add_error(None, _("You cannot sign up now: %(why)s.") % {"why": phase_text(self.course)})

    def _clean_children(self, cleaned: dict[str, Any]) -> Iterator[ClassChild]:
        seen: dict[str, str] = {}
        for number in range(self.boxes):
            name, born = cleaned.get(f"child_{number}_name"), cleaned.get(f"child_{number}_born")
            if not name and not born:
                continue
            if not name or not born:
                self._ask_for_the_other(number, bool(name))
                continue
            if problem := age_problem(self.course, born):
                self.add_error(f"child_{number}_born", problem)
            identity = identity_of(self.course, name, born)
            if identity in seen:
                self.add_error(f"child_{number}_name", _("You have entered this child twice."))
            seen[identity] = f"child_{number}_name"
            yield ClassChild(name=name.strip(), born=born)
        for identity in known_identities(self.course, seen):
            field = seen[identity]
            self.add_error(field, already_in(cleaned.get(field, "")))

    def _ask_for_the_other(self, number: int, has_name: bool) -> None:
        field = f"child_{number}_born" if has_name else f"child_{number}_name"
        if field not in self.errors:
            self.add_error(field, _("Please fill this in."))

    def given_consents(self) -> list[Any]:
        given = [name for name in self.asked if self.cleaned_data.get(name)]
        keys = {self.asked[name].key for name in given}
        return [consent for consent in super().given_consents() if consent.notice.key in keys]

    def _guardian_of(self, notice: Any) -> str:
        return self.cleaned_data["name"] if notice.key in self.guardian_notices else ""

    def shown_fields(self) -> list[forms.BoundField]:
        return [field for field in super().shown_fields() if field.name != "children"]


def building_choices(community: Community) -> tuple[dict[str, Building], list[tuple[str, list[tuple[str, str]]]]]:
    """{key: building}, and the choices by compound. One query."""
    found = Building.objects.filter(compound__community=community).select_related("compound")
    buildings = {str(each.pk): each for each in found.order_by("compound__pk", "number")}
    by_compound: dict[str, list[tuple[str, str]]] = {}
    for key, each in buildings.items():
        by_compound.setdefault(str(each.compound), []).append((key, building_text(each)))
    return buildings, list(by_compound.items())


def session_label(session: ClassSession) -> str:
    text = session_text(session)
    if session.left is None:
        return text
    return _("%(when)s (%(left)d left)") % {"when": text, "left": session.left}
