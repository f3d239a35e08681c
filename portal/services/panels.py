"""The form of a guide: what a resident asks first comes first, and little of it is required."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel

ANSWER = MultiFieldPanel(
    [
        FieldRowPanel(["must_come", "visits"]),
        "must_come_note",
        "proxy",
        "proxy_note",
    ],
    heading=_("Must I come at all?"),
    help_text=_("The first thing a resident wants to know."),
)
SORTING = MultiFieldPanel(
    [
        FieldRowPanel(["kind", "category"]),
        "keywords",
        FieldPanel("audience_choices"),
        FieldPanel("life_event_choices"),
    ],
    heading=_("How it is found"),
)
NEEDS = MultiFieldPanel(
    ["conditions", "materials"],
    heading=_("Who may, and what to bring"),
)
WAYS = MultiFieldPanel(["channels", "valid_where"], heading=_("Where and when"))
COURSE = MultiFieldPanel(
    ["steps", FieldRowPanel(["days_by_rule", "days_promised"]), "fees"],
    heading=_("Steps, time and cost"),
)
MORE = MultiFieldPanel(["body", "questions"], heading=_("More about it"))
OFFICE = MultiFieldPanel(
    ["office", FieldRowPanel(["contact", "phone"]), "item_code", "legal_basis"],
    heading=_("Who is in charge, and on what basis"),
    classname="collapsed",
)
CARE = MultiFieldPanel(
    [FieldRowPanel(["checked_on", "review_by"]), "valid_from"],
    heading=_("Keeping it true"),
    classname="collapsed",
    help_text=_("Readers see when it was checked and from when it is valid; only editors see when to check again."),
)
RELATED = InlinePanel(
    "related_rows",
    [PageChooserPanel("target", "services.GuidePage")],
    heading=_("Related guides"),
    label=_("guide"),
    max_num=8,
)

GUIDE_PANELS = [FieldPanel("summary"), ANSWER, SORTING, NEEDS, WAYS, COURSE, MORE, RELATED, OFFICE, CARE]
