"""Writes about teams' pages; what members and leaders do is in the actions of their own rooms."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page

from portal.communities.models import Community
from portal.volunteers.addresses import TEAMS_SLUG
from portal.volunteers.models import VolunteerTeamIndexPage


@transaction.atomic
def add_team_index(*, community: Community) -> list[Page]:
    """The index of teams below each of the community's home pages that lacks it. Returns the pages it added."""
    existing = {index.locale_id: index for index in VolunteerTeamIndexPage.objects.filter(community=community)}
    key = next((index.translation_key for index in existing.values()), None)
    added: list[Page] = []
    for home in community.home_pages.select_related("locale"):
        if home.locale_id in existing:
            continue
        with translation.override(home.locale.language_code):
            title = gettext("Volunteer teams")
        index = VolunteerTeamIndexPage(title=title, slug=TEAMS_SLUG, locale=home.locale, community=community)
        if key:
            index.translation_key = key
        home.add_child(instance=index)
        key = index.translation_key
        added.append(index)
    return added
