"""What teams add to homes, menus and communities."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.communities.querysets import CommunityQuerySet
from portal.communities.rules import communities_for
from portal.home.actions import add_index_pages
from portal.plugins.contracts import CalendarEntry, Card, DashboardItem, Figure, MenuLink, PlacesLeft
from portal.plugins.hookspecs import hookimpl
from portal.volunteers import calendar
from portal.volunteers.addresses import TEAMS_SLUG, teams_url
from portal.volunteers.catalogue import teams_in
from portal.volunteers.choices import MemberStatus
from portal.volunteers.listings import team_links
from portal.volunteers.models import Member, ServiceRecord, Shift, Visit, VolunteerTeamIndexPage, VolunteerTeamPage

ON_HOME = 4


@hookimpl
def menu_links(request: HttpRequest, community: Community | None) -> Iterable[MenuLink]:
    """Only where there are teams."""
    if community is None or not teams_in(community):
        return []
    return [MenuLink(label=_("Volunteers"), url=teams_url(community, request), order=500, icon="people")]


@hookimpl
def home_cards(request: HttpRequest, community: Community | None) -> Iterable[Card]:
    if community is None or not (teams := teams_in(community)):
        return []
    context = {"teams": team_links(teams[:ON_HOME], community, request), "url": teams_url(community, request)}
    return [Card("volunteer-teams", _("Who helps, and where you can"), "volunteers/_teams_card.html", 500, context)]


@hookimpl
def community_opened(community: Community) -> Iterable[Page]:
    title = gettext_lazy("Volunteer teams")
    return add_index_pages(VolunteerTeamIndexPage, title=title, slug=TEAMS_SLUG, community=community)


@hookimpl
def figures(communities: CommunityQuerySet, first: date, last: date) -> Iterable[Figure]:
    """Whole hours that somebody confirmed. Two queries."""
    mine = communities.order_by().values("pk")
    records = ServiceRecord.objects.filter(day__range=(first, last), team__community__in=mine).order_by()
    minutes = dict(records.values_list("team__community").annotate(Sum("minutes")))
    for pk, community in Community.objects.in_bulk(minutes).items():
        yield Figure(community, "volunteers.hours", _("Volunteers’ hours"), round(minutes[pk] / 60), 300)


@hookimpl
def dashboard_items(user: User, communities: CommunityQuerySet) -> Iterable[DashboardItem]:
    """Visits after which nobody was seen come first. Two queries."""
    mine = communities_for(user, Role.EDITOR).order_by().values("pk")
    visits = Visit.objects.open().filter(person__community__in=mine).count()
    asked = Member.objects.shown().filter(status=MemberStatus.ASKED, community__in=mine).count()
    if visits:
        yield DashboardItem(_("Visits: nobody has seen the person"), reverse("visits:index"), visits, order=0)
    if asked:
        yield DashboardItem(_("People who ask to join a volunteer team"), reverse("volunteers:index"), asked, order=300)


@hookimpl
def calendar_entries(communities: CommunityQuerySet, uids: Sequence[str] | None) -> Iterable[CalendarEntry]:
    return calendar.entries(communities, uids)


@hookimpl
def places_left(communities: CommunityQuerySet, pages: Sequence[str] | None) -> Iterable[PlacesLeft]:
    """Of teams that look for people: in shifts that can still be taken, together."""
    wanted = VolunteerTeamPage.objects.live().filter(
        is_recruiting=True, community__in=communities.order_by().values("pk")
    )
    if pages is not None:
        wanted = wanted.filter(translation_key__in=pages)
    shifts = Shift.objects.takeable().filter(duty__team__key__in=wanted.order_by().values("translation_key"))
    return [PlacesLeft(left, page=str(key)) for key, left in shifts.places_by_team()]
