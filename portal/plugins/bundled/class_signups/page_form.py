"""The editors' form of a class."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.plugins.api import Community, Repeats, TimetableForm, Venue, community_for_page
from portal.plugins.bundled.class_signups.choices import SeatsBy, SignUpFor


class ClassForm(TimetableForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "venue" in self.fields:
            community = self.community
            venues = Venue.objects.filter(community=community) if community else Venue.objects.none()
            self.fields["venue"].queryset = venues

    @property
    def community(self) -> Community | None:
        return community_for_page(self.parent_page) if self.parent_page else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("repeats", Repeats.NEVER) != Repeats.NEVER and not (
            cleaned.get("until") or cleaned.get("times")
        ):
            self.add_error("until", _("A class has an end: until when, or how many times?"))
        if cleaned.get("starts_on") and not cleaned.get("start_time") and "start_time" not in self.errors:
            self.add_error("start_time", _("When does it begin?"))
        self._check_order(cleaned, "age_from", "age_to", _("This is younger than the age it begins with."))
        self._check_order(cleaned, "opens_at", "closes_at", _("It closes before it opens."))
        self._check_order(cleaned, "minimum", "capacity", _("There are fewer places than have to come."))
        self._check_draw(cleaned)
        if cleaned.get("is_care_group") and cleaned.get("sign_up_for") == SignUpFor.NOTHING:
            self.add_error("is_care_group", _("In a care group it is known who comes: people sign up for it."))
        self._check_merge(cleaned)
        self._check_order(cleaned, "residents_until", "closes_at", _("It closes before the residents’ time is over."))
        if cleaned.get("residents_until") and cleaned.get("sign_up_for") != SignUpFor.COURSE:
            self.add_error("residents_until", _("Residents first is for the whole course."))
        self._check_taken(cleaned.get("capacity"))
        return cleaned

    def _check_draw(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("seats_by") != SeatsBy.DRAW:
            return
        if not cleaned.get("closes_at"):
            self.add_error("closes_at", _("A draw needs a time when sign-up closes."))
        if not cleaned.get("seed_source"):
            self.add_error("seed_source", _("Say before where the seed will come from: only so is the draw fair."))
        if cleaned.get("sign_up_for") != SignUpFor.COURSE:
            self.add_error("seats_by", _("A draw is for the whole course."))

    def _check_merge(self, cleaned: dict[str, Any]) -> None:
        other = cleaned.get("merge_into")
        if other is None:
            return
        if other.translation_key == self.instance.translation_key:
            self.add_error("merge_into", _("Please choose another class."))
        elif community_for_page(other) != self.community:
            self.add_error("merge_into", _("Please choose a class of this community."))
        elif not cleaned.get("minimum") or not cleaned.get("closes_at"):
            self.add_error("merge_into", _("This needs a least number, and a time when sign-up closes."))
        elif {cleaned.get("sign_up_for"), other.sign_up_for} != {SignUpFor.COURSE}:
            self.add_error("merge_into", _("Both have to be signed up for as a whole course."))

    def _check_order(self, cleaned: dict[str, Any], low: str, high: str, problem: Any) -> None:
        first, last = cleaned.get(low), cleaned.get(high)
        if first is not None and last is not None and last < first:
            self.add_error(high, problem)

    def _check_taken(self, capacity: int | None) -> None:
        from portal.plugins.bundled.class_signups.models import ClassCourse  # noqa: PLC0415 - models are built on forms

        course = ClassCourse.objects.filter(key=self.instance.translation_key).first()
        taken = course.taken if course else 0
        if capacity is not None and capacity < taken:
            text = ngettext("%(taken)d place is taken already.", "%(taken)d places are taken already.", taken)
            self.add_error("capacity", text % {"taken": taken})
