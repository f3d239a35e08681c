"""What cases add to homes, menus and the calendar."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.plugins.api import Community, MenuLink, PluginPage, home_url, hookimpl
from portal.plugins.bundled.elevator_consultations.models import CaseIndexPage
from portal.plugins.bundled.elevator_consultations.showing import SLUG


@hookimpl
def menu_links(request: HttpRequest, community: Community | None) -> Iterable[MenuLink]:
    if community is None:
        return []
    return [MenuLink(_("Elevators"), f"{home_url(request, community)}{SLUG}/", order=400, icon="elevator")]


@hookimpl
def community_opened(community: Community) -> Iterable[PluginPage]:
    titles = {"zh-hans": "加装电梯", "en": "Elevators"}
    return CaseIndexPage.add_in_every_language(community, titles=titles, slug=SLUG)
