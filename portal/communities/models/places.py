"""Places in a community. None of them holds a resident: a household is a door with a room number."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.communities.models.areas import Street
from portal.communities.models.community import Community
from portal.communities.models.shared import AccessFacts, CodedPlace, Located
from portal.hours.fields import HoursField
from portal.names import NamesField

FLOORS = (MinValueValidator(1), MaxValueValidator(200))


def must_be_in(community_id: int | None, field: str, place: "Compound | Grid | Venue | None") -> None:
    """No foreign key can say it: what belongs together is in one community."""
    if place is not None and place.community_id != community_id:
        raise ValidationError({field: _("This belongs to another community.")})


class Grid(ClusterableModel, CodedPlace):
    """网格, some 300 to 500 households. Which ones: compounds and, where a compound is parted, buildings say it."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="grids", verbose_name=_("community")
    )

    class Meta:
        ordering = ("community_id", "code")
        verbose_name = _("grid")
        verbose_name_plural = _("grids")
        constraints = [models.UniqueConstraint(fields=("community", "code"), name="grid_code_once_in_community")]


class Compound(ClusterableModel, CodedPlace):
    """小区: where people say they live."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="compounds", verbose_name=_("community")
    )
    other_names = models.CharField(
        _("other names"), max_length=300, blank=True, help_text=_("What residents call it, separated by commas.")
    )
    road = NamesField(_("road and number"), blank=True, max_length=200)
    grid = models.ForeignKey(
        Grid, on_delete=models.SET_NULL, null=True, blank=True, related_name="compounds", verbose_name=_("grid")
    )
    property_company = NamesField(_("property company"), blank=True, max_length=100)
    property_phone = models.CharField(_("phone of the property company"), max_length=30, blank=True)
    property_is_24h = models.BooleanField(_("answers day and night"), default=False)
    owners_committee = NamesField(
        _("owners’ committee"), blank=True, max_length=200, help_text=_("Who or where to ask, as it may be public.")
    )
    owners_committee_phone = models.CharField(_("phone of the owners’ committee"), max_length=30, blank=True)

    class Meta:
        ordering = ("community_id", "code")
        verbose_name = _("compound")
        verbose_name_plural = _("compounds")
        constraints = [models.UniqueConstraint(fields=("community", "code"), name="compound_code_once_in_community")]

    def clean(self) -> None:
        super().clean()
        must_be_in(self.community_id, "grid", self.grid)


class Building(ClusterableModel):
    """楼栋. Its grid is its own or else its compound's."""

    compound = ParentalKey(Compound, on_delete=models.CASCADE, related_name="buildings", verbose_name=_("compound"))
    number = models.CharField(_("number"), max_length=20, help_text=_("As on its wall, without 幢 or 号楼: 3, 12A."))
    names = NamesField(_("name"), blank=True, max_length=100, help_text=_("If it has one of its own."))
    floors = models.PositiveSmallIntegerField(_("floors"), null=True, blank=True, validators=FLOORS)
    has_elevator = models.BooleanField(_("has an elevator"), null=True, blank=True)
    grid = models.ForeignKey(
        Grid,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="buildings",
        verbose_name=_("grid"),
        help_text=_("Only if it is not the compound’s."),
    )

    class Meta:
        ordering = ("compound_id", "number")
        verbose_name = _("building")
        verbose_name_plural = _("buildings")
        constraints = [
            models.UniqueConstraint(fields=("compound", "number"), name="building_number_once_in_compound"),
            models.CheckConstraint(
                name="building_floors_in_reason", condition=models.Q(floors=None) | models.Q(floors__range=(1, 200))
            ),
        ]

    def __str__(self) -> str:
        return str(self.names) or _("Building %(number)s") % {"number": self.number}

    def clean(self) -> None:
        super().clean()
        if self.compound_id:
            must_be_in(self.compound.community_id, "grid", self.grid)


class Stairwell(ClusterableModel):
    """单元, with 10 to 30 households. A building without them has one, numbered 1."""

    building = ParentalKey(Building, on_delete=models.CASCADE, related_name="stairwells", verbose_name=_("building"))
    number = models.CharField(_("number"), max_length=20)
    has_elevator = models.BooleanField(_("has an elevator"), null=True, blank=True)

    class Meta:
        ordering = ("building_id", "number")
        verbose_name = _("stairwell")
        verbose_name_plural = _("stairwells")
        constraints = [models.UniqueConstraint(fields=("building", "number"), name="stairwell_number_once_in_building")]

    def __str__(self) -> str:
        return _("Stairwell %(number)s") % {"number": self.number}


class Household(models.Model):
    """户: a flat, never who lives there."""

    stairwell = ParentalKey(Stairwell, on_delete=models.CASCADE, related_name="households", verbose_name=_("stairwell"))
    room = models.CharField(_("room"), max_length=20)
    floor = models.SmallIntegerField(
        _("floor"),
        null=True,
        blank=True,
        help_text=_("Below ground: negative."),
        validators=[MinValueValidator(-10), MaxValueValidator(200)],
    )

    class Meta:
        ordering = ("stairwell_id", "room")
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            models.UniqueConstraint(fields=("stairwell", "room"), name="household_room_once_in_stairwell"),
            models.CheckConstraint(
                name="household_floor_in_reason", condition=models.Q(floor=None) | models.Q(floor__range=(-10, 200))
            ),
        ]

    def __str__(self) -> str:
        return self.room


class Venue(CodedPlace, Located, AccessFacts):
    """A place for activities, such as 党群服务中心; its rooms are venues with a `parent`, one level deep."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="venues", verbose_name=_("community")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="rooms", verbose_name=_("is a room of")
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    hours = HoursField(_("opening hours"), blank=True)
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)

    class Meta:
        ordering = ("community_id", "code")
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [
            *Located.Meta.constraints,
            models.UniqueConstraint(fields=("community", "code"), name="venue_code_once_in_community"),
            models.CheckConstraint(
                name="venue_is_not_its_own_room",
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("pk")),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        must_be_in(self.community_id, "parent", self.parent)
        if self.parent and (self.parent == self or self.parent.parent_id):
            raise ValidationError({"parent": _("A room cannot have rooms.")})
        if self.parent and self.pk and self.rooms.exists():
            raise ValidationError({"parent": _("A place with rooms cannot be a room.")})


class Office(CodedPlace, Located, AccessFacts):
    """A counter: of a community or, above it, of a street office; never of both."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, null=True, blank=True, related_name="offices", verbose_name=_("community")
    )
    street = models.ForeignKey(
        Street, on_delete=models.CASCADE, null=True, blank=True, related_name="offices", verbose_name=_("street office")
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    hours = HoursField(_("counter hours"), blank=True)

    class Meta:
        ordering = ("street_id", "community_id", "code")
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [
            *Located.Meta.constraints,
            models.UniqueConstraint(fields=("community", "code"), name="office_code_once_in_community"),
            models.UniqueConstraint(fields=("street", "code"), name="office_code_once_in_street"),
            models.CheckConstraint(
                name="office_of_community_or_street",
                condition=models.Q(community__isnull=True, street__isnull=False)
                | models.Q(community__isnull=False, street__isnull=True),
                violation_error_message=_("An office is either a community’s or a street’s."),
            ),
        ]
