from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(StrEnum):
    """Where a plugin works: in communities that switch it on, or once for the whole city."""

    COMMUNITY = "community"
    CITY = "city"


class Category(models.TextChoices):
    """What the plugins screen sorts by."""

    LEARNING = "learning", _("Learning and leisure")
    HOUSING = "housing", _("Homes and buildings")
    CARE = "care", _("Care and help")
    SAFETY = "safety", _("Safety and order")
    TAKING_PART = "taking_part", _("Taking part")
    OTHER = "other", _("Other")


class Policy(models.TextChoices):
    """What the city says of a plugin, for all or for some: the rungs of its ladder."""

    WITHHELD = "withheld", _("Withheld")
    AVAILABLE = "available", _("Available")
    REQUIRED = "required", _("Required")


class Severity(models.TextChoices):
    """How much a notice above the pages matters, the least first."""

    INFO = "info", _("For your information")
    WARN = "warn", _("Warning")
    DANGER = "danger", _("Danger")
