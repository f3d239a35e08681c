"""Which communities something of the city's is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.communities.models import Community, District, Street
from portal.communities.querysets import CommunityQuerySet


class NoSuchPlace(Exception):
    """There is no district, street office or community of these codes."""


@dataclass(frozen=True, slots=True)
class Scope:
    """All communities, or those of some districts, street offices, or single ones. Archived ones are left alone."""

    districts: Sequence[District] = ()
    streets: Sequence[Street] = ()
    communities: Sequence[Community] = ()

    def __str__(self) -> str:
        return " · ".join(map(str, (*self.districts, *self.streets, *self.communities))) or _("the whole city")

    @classmethod
    def of_codes(
        cls, *, districts: Sequence[str] = (), streets: Sequence[str] = (), communities: Sequence[str] = ()
    ) -> "Scope":
        """By official codes; communities also by their slug. Raises NoSuchPlace with the codes nobody has."""
        found = cls(
            districts=tuple(District.objects.filter(code__in=districts)),
            streets=tuple(Street.objects.filter(code__in=streets).select_related("district")),
            communities=tuple(Community.objects.living().filter(Q(code__in=communities) | Q(slug__in=communities))),
        )
        known = {district.code for district in found.districts} | {street.code for street in found.streets}
        known |= {name for community in found.communities for name in (community.code, community.slug)}
        if unknown := sorted({*districts, *streets, *communities} - known):
            raise NoSuchPlace(", ".join(unknown))
        return found

    @property
    def is_whole_city(self) -> bool:
        return not (self.districts or self.streets or self.communities)

    def find(self) -> CommunityQuerySet:
        if self.is_whole_city:
            return Community.objects.living()
        return Community.objects.living().filter(
            Q(street__district__in=self.districts)
            | Q(street__in=self.streets)
            | Q(pk__in=[community.pk for community in self.communities])
        )
