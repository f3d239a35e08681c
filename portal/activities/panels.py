"""The form of an activity: what and when come first, and little of it is required."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from portal.activities.dates_panel import DatesPanel

WHEN = MultiFieldPanel(
    [
        FieldRowPanel(["starts_on", "start_time", "end_time"]),
        FieldRowPanel(["repeats", "every"]),
        FieldPanel("weekday_choices"),
        FieldRowPanel(["until", "times"]),
        FieldRowPanel(["not_on_holidays", "on_makeup_days", "in_term_only"]),
        "ends_on",
        DatesPanel(heading=_("The next dates")),
    ],
    heading=_("When"),
)
CHANGES = InlinePanel(
    "changes",
    [FieldRowPanel(["date", "change"]), FieldRowPanel(["to_date", "start_time", "end_time"])],
    heading=_("Single dates that are different"),
    label=_("date"),
    help_text=_("Left out, cancelled, moved, or one more than the rule says."),
    max_num=100,
)
WHERE = MultiFieldPanel(["venue", "place"], heading=_("Where"))
WHO = MultiFieldPanel(
    [FieldPanel("audience_choices"), "organiser", FieldRowPanel(["phone", "is_free"]), "cost"],
    heading=_("Who it is for, who to ask, what it costs"),
)
CALLED_OFF = MultiFieldPanel(
    ["is_cancelled", "cancelled_note"],
    heading=_("Called off"),
    help_text=_("All of it stays in the calendar, struck out. A single date is cancelled above."),
    classname="collapsed",
)
ACTIVITY_PANELS = [
    FieldPanel("summary"),
    WHEN,
    CHANGES,
    WHERE,
    WHO,
    FieldPanel("body"),
    FieldPanel("picture"),
    FieldPanel("keywords"),
    CALLED_OFF,
]
