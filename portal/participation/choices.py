from django.db import models
from django.utils.translation import gettext_lazy as _


class HandedInBy(models.TextChoices):
    """How something came in. All but the first are typed in by staff for somebody, and say why."""

    WEB = "web", _("On the website")
    COUNTER = "counter", _("At the counter")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By phone")


class ConsentOf(models.TextChoices):
    SELF = "self", _("The person")
    GUARDIAN = "guardian", _("A guardian, for a child")
