"""What a household's code confirms: one standing question in each community, whose letters staff print once."""

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone

from portal.plugins.api import (
    CodeRefused,
    Community,
    Household,
    HouseholdMatter,
    Names,
    household_code_url,
    household_visit,
    lock_household,
    set_household_matter,
)
from portal.plugins.bundled.class_signups.models import ClassCourse

OWNER, PATH = "classes", "x/classes/residence/"
#: Letters that were printed for one class are good for the next ones.
OPEN_FOR = dt.timedelta(days=180)
TITLES = Names({"zh-hans": "确认住址（课程报名本社区居民优先）", "en": "Your address, for classes (residents first)"})
LETTER = Names(
    {
        "zh-hans": "有的课程优先本社区居民报名。用这封信上的代码，就能确认您家住在本社区，不用跑居委会。",
        "en": "In some classes residents of this community come first. With the code of this letter you confirm that "
        "you live here, without going to the office.",
    }
)


def matter_of(community: Community) -> HouseholdMatter | None:
    return HouseholdMatter.objects.filter(owner=OWNER, key=key_of(community)).first()


def key_of(community: Community) -> str:
    return f"residence:{community.pk}"


def open_matter(course: ClassCourse) -> None:
    """There, and open for as long as the class needs it."""
    until = course.residents_until
    matter = matter_of(course.community)
    if until is None or (matter is not None and matter.closes_at >= until):
        return
    now = timezone.now()
    set_household_matter(
        owner=OWNER,
        key=key_of(course.community),
        community=course.community,
        titles=TITLES,
        path=PATH,
        opens_at=matter.opens_at if matter else now,
        closes_at=max(until, now) + OPEN_FOR,
        letter_text=LETTER,
    )


def code_url(request: HttpRequest | None, course: ClassCourse) -> str:
    """Where a household types its code; empty where that makes no difference."""
    if not course.puts_residents_first or matter_of(course.community) is None:
        return ""
    return household_code_url(course.community, request)


def visiting_household(request: HttpRequest, community: Community) -> Household | None:
    """Of whoever typed its code in this browser just now."""
    matter = matter_of(community)
    visit = household_visit(request, matter) if matter else None
    return visit.household if visit else None


def lock_visiting(household: Household, community: Community) -> bool:
    """In the transaction that leans on its code; false once the code counts no more."""
    matter = matter_of(community)
    if matter is None:
        return False
    try:
        lock_household(matter, household)
    except CodeRefused:
        return False
    return True
