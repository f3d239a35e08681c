"""The editors' form of a class: what and when come first, and little of it is required."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel

WHEN = MultiFieldPanel(
    [
        FieldRowPanel(["starts_on", "start_time", "end_time"]),
        FieldRowPanel(["repeats", "every"]),
        FieldPanel("weekday_choices"),
        FieldRowPanel(["until", "times"]),
        FieldRowPanel(["not_on_holidays", "on_makeup_days", "in_term_only"]),
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
SIGNING_UP = MultiFieldPanel(
    [
        "sign_up_for",
        FieldRowPanel(["seats_by", "seed_source"]),
        FieldRowPanel(["capacity", "minimum"]),
        PageChooserPanel("merge_into", "class_signups.ClassPage"),
        FieldRowPanel(["age_from", "age_to"]),
        FieldRowPanel(["opens_at", "closes_at"]),
        "residents_until",
    ],
    heading=_("Signing up"),
)
CARE = MultiFieldPanel([FieldRowPanel(["is_care_group", "late_after"])], heading=_("Looking after children"))
COSTS = MultiFieldPanel(
    ["is_free", "fee_note", "bring", "contact_phone"], heading=_("What it costs, what to bring, who to ask")
)
CALLED_OFF = MultiFieldPanel(["is_cancelled", "cancelled_note"], heading=_("Called off"), classname="collapsed")
CLASS_PANELS = [
    FieldPanel("summary"),
    WHEN,
    CHANGES,
    MultiFieldPanel(["venue", "place", "teacher"], heading=_("Where, and with whom")),
    SIGNING_UP,
    CARE,
    COSTS,
    FieldPanel("body"),
    FieldPanel("keywords"),
    CALLED_OFF,
]
