from django.db import models
from django.utils.translation import gettext_lazy as _


class HolidayKind(models.TextChoices):
    OFF = "off", _("day off")
    WORKING = "working", _("make-up working day")


class SchoolScope(models.TextChoices):
    ALL = "all", _("all schools")
    KINDERGARTEN = "kindergarten", _("kindergartens")
    PRIMARY = "primary", _("primary schools")
    SECONDARY = "secondary", _("secondary schools")
