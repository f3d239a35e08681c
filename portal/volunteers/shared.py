"""What a team says in a chat group and on a poster. Its leader agreed to stand on the page, not on pictures."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.components import Fact
from portal.pages import ShareValues

if TYPE_CHECKING:
    from portal.volunteers.models import VolunteerTeamPage


def team_values(team: "VolunteerTeamPage") -> ShareValues:
    return ShareValues(
        title=team.title,
        kind=_("Volunteer teams"),
        when=team.meets.short_text() if team.meets else "",
        where=team.meeting_place,
        text=team.summary,
        facts=(Fact(_("Joining"), joining_text(team), "form"),),
    )


def joining_text(team: "VolunteerTeamPage") -> str:
    if not team.is_recruiting:
        return _("The team is complete at the moment.")
    age = _("From the age of %(age)s.") % {"age": team.least_age} if team.least_age else ""
    return " ".join(part for part in (_("New members are welcome."), team.recruiting_note, age) if part)
