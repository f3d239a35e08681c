"""Certificates of service."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.names import NamesField
from portal.participation.codes import in_groups
from portal.volunteers.codes import check_code
from portal.volunteers.models.member import Member
from portal.volunteers.models.team import Team


class Certificate(models.Model):
    """What was printed, as it was then; the check page shows this and no more. `name` is the holder's or, as they
    like, the family name alone; it is erased with the member. An identity number is never stored."""

    changes_pages = False

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="certificates", verbose_name=_("volunteer")
    )
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="certificates", verbose_name=_("team"))
    number = models.CharField(_("number"), max_length=24, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100, blank=True)
    organisers = NamesField(_("organiser"), max_length=200)
    team_names = NamesField(_("team"), max_length=255)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    minutes = models.PositiveIntegerField(_("minutes"))
    times = models.PositiveIntegerField(_("number of services"))
    confirmed_by = models.CharField(_("confirmed by"), max_length=300)
    issued_at = models.DateTimeField(_("issued at"), auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)

    class Meta:
        ordering = ("-issued_at", "-pk")
        default_permissions = ()
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="certificate_days_in_order"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="certificate_has_hours"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def code(self) -> str:
        """What has to be typed in besides the number; printed on it, stored nowhere."""
        return in_groups(check_code(self.number), 4)
