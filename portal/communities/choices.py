from django.db import models
from django.utils.translation import gettext_lazy as _


class CommunityKind(models.TextChoices):
    """A village has words of its own for its committee and its office: see `wording`."""

    COMMUNITY = "community", _("Community")
    VILLAGE = "village", _("Village")


class CommunityStatus(models.TextChoices):
    PREPARING = "preparing", _("Preparing")
    OPEN = "open", _("Open")
    ARCHIVED = "archived", _("Archived")


class Role(models.TextChoices):
    """What a person may do in a community, low to high: each role includes those before it."""

    CONTRIBUTOR = "contributor", _("Contributor")
    EDITOR = "editor", _("Editor")
    LEAD = "lead", _("Lead")

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    def and_above(self) -> "list[Role]":
        return list(Role)[self.rank :]


class GridRole(models.TextChoices):
    """In the order in which residents are given their names."""

    LEAD = "lead", _("Grid lead")
    FULL_TIME = "full_time", _("Full-time grid worker")
    PART_TIME = "part_time", _("Part-time grid worker")


class TermKind(models.TextChoices):
    """What a resident may know of where they live."""

    COMMUNITY = "community", _("Community")
    COMPOUND = "compound", _("Compound")
    ROAD = "road", _("Road")
    BUILDING = "building", _("Building")
