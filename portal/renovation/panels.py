"""The form of a project's page: title and summary are enough to publish. Stages, dates, places, surveys, works and
acceptance are the same in all languages: they have screens of their own under Renovation."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel

PROJECT_PANELS = [
    HelpPanel(
        _(
            "Here are the words and pictures. Stage, dates, buildings, survey, works notices and acceptance: "
            "in the menu under Renovation."
        )
    ),
    FieldPanel("summary"),
    FieldPanel("keywords"),
    FieldPanel("work"),
    MultiFieldPanel([FieldRowPanel(["budget", "budget_source"])], heading=_("What it costs, and who pays")),
    MultiFieldPanel(
        ["contractor", "group", FieldRowPanel(["contact", "phone"])], heading=_("Who builds, and who watches")
    ),
    FieldPanel("pictures"),
]
