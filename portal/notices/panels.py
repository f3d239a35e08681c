"""The form of a notice. Three fields are open; what most notices do not need lies folded below."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel

FOLDED = "collapsed"

NOTICE_PANELS = [
    FieldPanel("body"),
    FieldPanel("kind"),
    MultiFieldPanel(
        ["summary", "pictures", "attachments", "keywords"], heading=_("Summary, pictures, files"), classname=FOLDED
    ),
    MultiFieldPanel(
        [FieldPanel("compound_choices"), FieldPanel("building_choices")],
        heading=_("Only for some compounds or buildings"),
        classname=FOLDED,
        help_text=_("Nothing ticked: for the whole community."),
    ),
    MultiFieldPanel(
        [FieldRowPanel(["takes_place_from", "takes_place_until"])],
        heading=_("When it takes place"),
        classname=FOLDED,
        help_text=_("Of a water cut or a vaccination, say: it then stands in the calendar."),
    ),
    MultiFieldPanel(
        [
            HelpPanel(_("From the end of its last day on, the announcement and its files cannot be found or opened.")),
            FieldRowPanel(["period_from", "period_until"]),
            "concerns",
            FieldRowPanel(["objections_to", "objections_until"]),
            "objections_phone",
            "lists_persons",
        ],
        heading=_("Public announcement: period and objections"),
        classname=FOLDED,
    ),
]
