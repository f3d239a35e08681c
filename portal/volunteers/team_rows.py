"""The `Team` row behind a page: there from the first save on, named as the live pages are."""

from typing import Any

from wagtail.signals import page_published, page_unpublished

from portal.plugins.calendar import calendar_changed
from portal.volunteers.duties import OWNER
from portal.volunteers.models import Team, VolunteerTeamPage


def name_team(sender: type, instance: VolunteerTeamPage, **kwargs: Any) -> None:
    team = Team.objects.get(key=instance.translation_key)
    if team.names.get(instance.language_code) != instance.title:
        team.names[instance.language_code] = instance.title
        team.save(update_fields=["names"])
    change_duties(sender, instance)


def change_duties(sender: type, instance: VolunteerTeamPage, **kwargs: Any) -> None:
    """They stand on the calendar while the team has a live page, with its address."""
    team = Team.objects.filter(key=instance.translation_key).first()
    if team and (uids := [duty.uid for duty in team.duties.all()]):
        calendar_changed(OWNER, uids)


def connect() -> None:
    page_published.connect(name_team, sender=VolunteerTeamPage, dispatch_uid="volunteers_name_team")
    page_unpublished.connect(change_duties, sender=VolunteerTeamPage, dispatch_uid="volunteers_duties_off")
