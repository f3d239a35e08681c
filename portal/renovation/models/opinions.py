"""What residents said of the plan to somebody: face to face, in the group, at a meeting."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.names import NamesField
from portal.renovation.choices import OpinionChannel
from portal.renovation.models.project import RenovationProject


class Opinion(models.Model):
    """Entered by staff, without names. Several people who said the same are one row."""

    project = models.ForeignKey(
        RenovationProject, on_delete=models.CASCADE, related_name="opinions", verbose_name=_("project")
    )
    channel = models.CharField(_("how it was said"), max_length=10, choices=OpinionChannel)
    collected_on = models.DateField(_("collected on"))
    people = models.PositiveSmallIntegerField(_("how many said so"), default=1)
    texts = NamesField(
        _("what was said"), multiline=True, max_length=500, help_text=_("No names, no flats, no telephone numbers.")
    )
    reply = NamesField(_("what became of it"), blank=True, multiline=True, max_length=500)
    is_public = models.BooleanField(_("residents may read it"), default=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )

    class Meta:
        ordering = ("-collected_on", "-pk")
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        constraints = [
            models.CheckConstraint(name="opinion_channel_is_known", condition=models.Q(channel__in=OpinionChannel)),
            models.CheckConstraint(name="opinion_of_somebody", condition=models.Q(people__gte=1)),
        ]

    def __str__(self) -> str:
        return str(self.texts)[:60]
