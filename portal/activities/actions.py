"""Writes about calendars. One transaction each, safe to repeat."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page

from portal.activities.addresses import SLUG
from portal.activities.models import ActivityCalendarPage
from portal.communities.models import Community


@transaction.atomic
def add_calendar(*, community: Community) -> list[Page]:
    """The calendar below each of the community's home pages that lacks it. Returns the pages it added."""
    existing = {page.locale_id: page for page in ActivityCalendarPage.objects.filter(community=community)}
    key = next((page.translation_key for page in existing.values()), None)
    added: list[Page] = []
    for home in community.home_pages.select_related("locale").order_by("path"):
        if home.locale_id in existing:
            continue
        with translation.override(home.locale.language_code):
            title = gettext("Calendar")
        page = ActivityCalendarPage(title=title, slug=SLUG, locale=home.locale, community=community)
        if key:
            page.translation_key = key
        home.add_child(instance=page)
        key = page.translation_key
        added.append(page)
    return added
