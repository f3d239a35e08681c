"""How old somebody is on a class's first day, and whether that fits."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.plugins.bundled.class_signups.models import ClassCourse
from portal.plugins.bundled.class_signups.wording import age_text

OLDEST = 120


def age_on(born: dt.date, day: dt.date) -> int:
    """Whole years; who was born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_problem(course: ClassCourse, born: dt.date) -> str:
    """What is wrong with this date of birth; empty where nothing is."""
    if born > timezone.localdate():
        return _("This day is still to come.")
    age = age_on(born, course.first_day)
    if age > OLDEST:
        return _("Please look at the year again.")
    low, high = course.age_from, course.age_to
    if (low is None or age >= low) and (high is None or age <= high):
        return ""
    years = ngettext("%(age)d year", "%(age)d years", age) % {"age": age}
    text = _("On the first day the child is %(years)s old. The class is for those of %(ages)s.")
    if not course.is_for_children:
        text = _("On the first day that is %(years)s. The class is for those of %(ages)s.")
    return text % {"years": years, "ages": age_text(course)}
