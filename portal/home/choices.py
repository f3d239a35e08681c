from django.db import models
from django.utils.translation import gettext_lazy as _


class PageKind(models.TextChoices):
    """What search calls pages of this room."""

    INFORMATION = "information", _("Information")


class AlertPlace(models.TextChoices):
    """On which pages an alert stands."""

    ALL = "all", _("All pages")
    HOME = "home", _("Home pages")
    CHOSEN = "chosen", _("Chosen pages, and those below them")
