"""A care group on its first afternoon: Monday 7 September 2026, 16:00 to 18:00."""

import datetime as dt
from typing import Any

from django.test import Client

from portal.communities.models import Community
from portal.plugins.bundled.class_signups.models import ClassChild, ClassCourse, ClassSession
from tests.class_signups.families import sign_up
from tests.factories.classes import make_class

BEGIN = dt.datetime(2026, 9, 7, 8, tzinfo=dt.UTC)  # 16:00 in the city


def minutes(number: int) -> dt.datetime:
    """So many past the beginning."""
    return BEGIN + dt.timedelta(minutes=number)


def care_group(community: Community, **values: Any) -> ClassCourse:
    """On weekdays for a week, from six to twelve years."""
    values = {
        "titles": {"zh-hans": "四点半课堂", "en": "After-school club"},
        "slug": "care",
        "starts_on": dt.date(2026, 9, 7),
        "start_time": dt.time(16),
        "end_time": dt.time(18),
        "weekdays": [0, 1, 2, 3, 4],
        "times": 5,
        "age_from": 6,
        "age_to": 12,
        "is_care_group": True,
    } | values
    return make_class(community, **values)


def first_day(course: ClassCourse) -> ClassSession:
    return course.sessions.select_related("course").first()


def join(course: ClassCourse, *names: str, **values: Any) -> list[ClassChild]:
    """A family for each name; its children in that order."""
    for number, name in enumerate(names):
        phone = f"138 0013 80{number:02}"
        answer = sign_up(Client(), course, (name, "2018-05-31"), name=f"{name} senior", **{"phone": phone, **values})
        assert answer.status_code == 302, answer.context["form"].errors
    known = {child.name: child for child in ClassChild.objects.filter(sign_up__course=course)}
    return [known[name] for name in names]
