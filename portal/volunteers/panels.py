"""The form of a team: title, field of work and summary are enough to publish."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

ABOUT = MultiFieldPanel(["purpose", "tasks"], heading=_("What the team does"))
MEETING = MultiFieldPanel(["meets", "meeting_place"], heading=_("When and where they meet"))
JOINING = MultiFieldPanel(
    ["is_recruiting", "recruiting_note", FieldRowPanel(["least_age", "members_on_paper"])], heading=_("Joining")
)
LEADER = MultiFieldPanel(
    [FieldRowPanel(["leader", "leader_phone"]), "leader_consented_on"], heading=_("Who leads the team")
)

TEAM_PANELS = [
    FieldPanel("summary"),
    MultiFieldPanel(["field", "keywords"], heading=_("How it is found")),
    ABOUT,
    MEETING,
    JOINING,
    LEADER,
    FieldPanel("pictures"),
    FieldPanel("partners"),
]
