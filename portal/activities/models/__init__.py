from portal.activities.models.activity import ActivityDateChange, ActivityPage, ImportedActivity
from portal.activities.models.calendar_page import ActivityCalendarPage
from portal.activities.models.store import DayEffect, Occurrence, Series, SeriesMark, moment_of, venue_names

__all__ = [
    "ActivityCalendarPage",
    "ActivityDateChange",
    "ActivityPage",
    "DayEffect",
    "ImportedActivity",
    "Occurrence",
    "Series",
    "SeriesMark",
    "moment_of",
    "venue_names",
]
