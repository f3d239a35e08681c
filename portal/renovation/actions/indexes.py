"""The lists of projects below home pages."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page

from portal.communities.models import Community
from portal.home.models import CityHomePage, CommunityHomePage
from portal.renovation.addresses import RENOVATION_SLUG
from portal.renovation.models import RenovationIndexPage


@transaction.atomic
def add_city_renovation_index() -> list[Page]:
    """The city's, in every language whose home page lacks it. Returns the pages it added."""
    return _add_indexes(list(CityHomePage.objects.select_related("locale")), None)


@transaction.atomic
def add_community_renovation_index(*, community: Community) -> list[Page]:
    """Likewise below the community's home pages."""
    return _add_indexes(list(community.home_pages.select_related("locale")), community)


def _add_indexes(homes: list[CityHomePage] | list[CommunityHomePage], community: Community | None) -> list[Page]:
    existing = {index.locale_id: index for index in RenovationIndexPage.objects.filter(community=community)}
    key = next((index.translation_key for index in existing.values()), None)
    added: list[Page] = []
    for home in homes:
        if home.locale_id in existing:
            continue
        with translation.override(home.locale.language_code):
            title = gettext("Renovation")
        index = RenovationIndexPage(title=title, slug=RENOVATION_SLUG, locale=home.locale, community=community)
        if key:
            index.translation_key = key
        home.add_child(instance=index)
        key = index.translation_key
        added.append(index)
    return added
