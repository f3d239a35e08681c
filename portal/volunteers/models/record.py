"""Hours that were confirmed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.names import NamesField
from portal.volunteers.models.duty import Claim
from portal.volunteers.models.member import Member
from portal.volunteers.models.team import Team


class ServiceRecord(models.Model):
    """Somebody has served on a day, and who says so. Of a claim there is one at most; others are typed in."""

    changes_pages = False

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="records", verbose_name=_("volunteer"))
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="records", verbose_name=_("team"))
    claim = models.OneToOneField(
        Claim, on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="record"
    )
    names = NamesField(_("what was done"), max_length=120)
    day = models.DateField(_("day"), db_index=True)
    minutes = models.PositiveIntegerField(_("minutes"))
    confirmed_by = models.CharField(_("confirmed by"), max_length=100)
    confirmed_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    confirmed_by_leader = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), auto_now=True)

    class Meta:
        ordering = ("-day", "-pk")
        default_permissions = ()
        verbose_name = _("hours")
        verbose_name_plural = _("hours")
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0, minutes__lte=60 * 24 * 14), name="record_is_some_time")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.minutes}'"
