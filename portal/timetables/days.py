"""What is known of days, as recurrences read it."""

from portal.hours.calendar import work_calendar
from portal.hours.days import DayKind
from portal.hours.models import SchoolTerm
from portal.recurrence import Days


def known_days() -> Days:
    """One query, and one more where the holidays are not kept. A term of any school is term."""
    calendar = work_calendar()
    kinds = {day: known.kind for day, known in calendar.days.items()}
    return Days(
        holidays=frozenset(day for day, kind in kinds.items() if kind == DayKind.HOLIDAY),
        makeup_days=frozenset(day for day, kind in kinds.items() if kind == DayKind.MAKEUP),
        announced=calendar.announced,
        terms=tuple(SchoolTerm.objects.order_by("starts").values_list("starts", "ends")),
    )
