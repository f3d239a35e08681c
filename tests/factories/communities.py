"""Districts, street offices and communities; codes from a range that no official list uses."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from portal.communities.models import (
    Building,
    Community,
    Compound,
    District,
    Grid,
    GridStaff,
    Household,
    Office,
    Stairwell,
    Street,
    Venue,
)
from portal.names import Names


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District

    code = factory.Sequence(lambda n: f"99{n:04d}")
    names = factory.Sequence(lambda n: Names({"zh-hans": f"第{n}区", "en": f"District {n}"}))


class StreetFactory(DjangoModelFactory):
    class Meta:
        model = Street

    code = factory.Sequence(lambda n: f"99{n:07d}")
    names = factory.Sequence(lambda n: Names({"zh-hans": f"第{n}街道", "en": f"Street {n}"}))
    district = factory.SubFactory(DistrictFactory)


class CommunityFactory(DjangoModelFactory):
    """A community that is not open yet; `opened_community` opens it with its pages."""

    class Meta:
        model = Community

    code = factory.Sequence(lambda n: f"99{n:010d}")
    slug = factory.Sequence(lambda n: f"community-{n}")
    names = factory.Sequence(lambda n: Names({"zh-hans": f"第{n}社区", "en": f"Community {n}"}))
    street = factory.SubFactory(StreetFactory)


class GridFactory(DjangoModelFactory):
    class Meta:
        model = Grid

    code = factory.Sequence(lambda n: f"grid-{n}")
    names = factory.Sequence(lambda n: Names({"zh-hans": f"第{n}网格", "en": f"Grid {n}"}))
    community = factory.SubFactory(CommunityFactory)


class GridStaffFactory(DjangoModelFactory):
    """Has agreed to be shown."""

    class Meta:
        model = GridStaff

    name = factory.Sequence(lambda n: f"网格员{n}")
    phone = factory.Sequence(lambda n: f"0000-10{n:04d}")
    consented_on = dt.date(2024, 1, 1)
    grid = factory.SubFactory(GridFactory)


class CompoundFactory(DjangoModelFactory):
    class Meta:
        model = Compound

    code = factory.Sequence(lambda n: f"compound-{n}")
    names = factory.Sequence(lambda n: Names({"zh-hans": f"第{n}小区", "en": f"Compound {n}"}))
    community = factory.SubFactory(CommunityFactory)


class BuildingFactory(DjangoModelFactory):
    class Meta:
        model = Building

    number = factory.Sequence(str)
    compound = factory.SubFactory(CompoundFactory)


class StairwellFactory(DjangoModelFactory):
    class Meta:
        model = Stairwell

    number = factory.Sequence(str)
    building = factory.SubFactory(BuildingFactory)


class HouseholdFactory(DjangoModelFactory):
    class Meta:
        model = Household

    room = factory.Sequence(lambda n: str(101 + n))
    stairwell = factory.SubFactory(StairwellFactory)


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = Venue

    code = factory.Sequence(lambda n: f"venue-{n}")
    names = factory.Sequence(lambda n: Names({"zh-hans": f"第{n}活动室", "en": f"Venue {n}"}))
    community = factory.SubFactory(CommunityFactory)


class OfficeFactory(DjangoModelFactory):
    """A community's; for a street's give `community=None, street=...`."""

    class Meta:
        model = Office

    code = factory.Sequence(lambda n: f"office-{n}")
    names = factory.Sequence(lambda n: Names({"zh-hans": f"第{n}办公室", "en": f"Office {n}"}))
    community = factory.SubFactory(CommunityFactory)
