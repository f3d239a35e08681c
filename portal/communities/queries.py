"""Reads about places and people: whose a page is, whom to call, what places and which communities there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.core.files.storage import storages
from django.db.models import Count, F, FilteredRelation, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from treebeard.mp_tree import MP_Node
from wagtail.models import Page

from portal.communities.choices import CommunityStatus
from portal.communities.models import Building, Community, Compound, District, Grid, GridStaff, Office, Street, Venue
from portal.communities.models.community import CITY_PAGE_DEPTH
from portal.communities.models.people import PHOTO
from portal.communities.wording import words_for
from portal.components import Contact
from portal.keeping import PAGES, kept


def community_for_page(page: Page) -> Community | None:
    """The community whose home page stands above this page, or is it; one query. Also for drafts and previews."""
    home = page.path[: CITY_PAGE_DEPTH * MP_Node.steplen]
    return Community.objects.with_street().filter(home_pages__path=home).first()


@dataclass(frozen=True, slots=True)
class ContactGroup:
    """Those to call next; `key` is property, grid, community or street."""

    key: str
    title: str
    contacts: Sequence[Contact]


def contacts_for(community: Community) -> Sequence[ContactGroup]:
    """Who to call, in order: property companies, grid workers who agreed to be shown, the community, its street.

    Groups without anyone to call are left out. Two queries, if the community was read `with_street()`.
    """
    return _contacts_for(community, get_language() or "")


@kept(PAGES)
def _contacts_for(community: Community, language: str) -> list[ContactGroup]:
    groups = [
        ContactGroup("property", _("Property company"), list(_property_contacts(community))),
        ContactGroup("grid", _("Grid workers"), list(_grid_contacts(community))),
        ContactGroup("community", str(words_for(community.kind).office), list(_office_contact(community))),
        ContactGroup("street", _("Street office"), list(_street_contact(community.street))),
    ]
    return [group for group in groups if group.contacts]


def _property_contacts(community: Community) -> Iterator[Contact]:
    compounds = Compound.objects.filter(community=community).only(
        "names", "code", "property_company", "property_phone", "property_is_24h"
    )
    for compound in compounds:
        if compound.property_phone:
            yield Contact(
                name=str(compound),
                role=str(compound.property_company) or _("Property company"),
                phone=compound.property_phone,
                hours=_("Day and night") if compound.property_is_24h else "",
                icon="property",
            )


def _grid_contacts(community: Community) -> Iterator[Contact]:
    """Photos come with the same query: the file of the square rendition, which saving the row has made."""
    rendition = FilteredRelation("photo__renditions", condition=Q(photo__renditions__filter_spec=PHOTO))
    staff = (
        GridStaff.objects.filter(grid__community=community)
        .consenting(timezone.localdate())
        .by_rank()
        .select_related("grid")
        .annotate(rendition=rendition, photo_file=F("rendition__file"))
    )
    seen = set()
    for person in staff:
        if person.pk in seen:  # a photo cut anew for another focal point has more than one
            continue
        seen.add(person.pk)
        yield Contact(
            name=person.name,
            role=f"{person.grid} · {person.get_role_display()}",
            phone=person.phone,
            photo=storages["default"].url(person.photo_file) if person.photo_file else "",
        )


def _office_contact(community: Community) -> Iterator[Contact]:
    if community.phone:
        words = words_for(community.kind)
        yield Contact(
            name=str(community),
            role=str(words.office),
            phone=community.phone,
            hours=str(community.hours),
            icon="community",
        )


def _street_contact(street: Street) -> Iterator[Contact]:
    if street.phone:
        yield Contact(name=str(street), role=_("Street office"), phone=street.phone, icon="people")


@dataclass(frozen=True, slots=True)
class Places:
    compounds: Sequence[Compound] = ()
    grids: Sequence[Grid] = ()
    venues: Sequence[Venue] = ()
    offices: Sequence[Office] = ()


def places_for(community: Community) -> Places:
    """Compounds with their buildings, grids, venues with their rooms, offices. Six queries, however many places."""
    venues = Venue.objects.filter(community=community, parent=None).prefetch_related("rooms")
    compounds = Compound.objects.filter(community=community).prefetch_related(
        Prefetch("buildings", Building.objects.order_by("compound_id", "number"))
    )
    return Places(
        compounds=list(compounds),
        grids=list(Grid.objects.filter(community=community)),
        venues=list(venues),
        offices=list(Office.objects.filter(community=community)),
    )


@dataclass
class DistrictStreets:
    district: District
    streets: list[Street] = field(default_factory=list)


def streets_with_communities() -> list[DistrictStreets]:
    """Streets that have open communities, by district; each with `open_communities`, their number. One query."""
    is_open = Q(communities__status=CommunityStatus.OPEN)
    streets = (
        Street.objects.select_related("district")
        .annotate(open_communities=Count("communities", filter=is_open))
        .filter(open_communities__gt=0)
        .order_by("district__code", "code")
    )
    districts: dict[int, DistrictStreets] = {}
    for street in streets:
        districts.setdefault(street.district_id, DistrictStreets(street.district)).streets.append(street)
    return list(districts.values())


def communities_of(street: Street) -> QuerySet[Community]:
    """Open communities of a street, in the order of their codes."""
    return Community.objects.open().filter(street=street)
