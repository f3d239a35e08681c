"""What a community adds to a guide of the city, or that it does not show it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.blocks import PHONE_VALIDATOR
from portal.communities.models import Community
from portal.hours.fields import HoursField
from portal.names import NamesField
from portal.services.querysets import OverlayQuerySet


class GuideOverlay(models.Model):
    """`guide_key` is the guide's translation key: one row serves all languages and outlives the pages.

    `city_version_seen` is when the city's text was last published at the time somebody here wrote or confirmed the
    row; see `OverlayQuerySet.with_city_version`.
    """

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="guide_overlays", verbose_name=_("community")
    )
    guide_key = models.UUIDField(_("guide"), db_index=True)
    hidden = models.BooleanField(_("do not show this guide here"), default=False)
    note = NamesField(_("note"), blank=True, multiline=True, max_length=1000)
    phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[PHONE_VALIDATOR])
    hours = HoursField(_("hours"), blank=True)
    counter = NamesField(_("counter"), blank=True, max_length=200)
    city_version_seen = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OverlayQuerySet.as_manager()

    class Meta:
        verbose_name = _("city guide here")
        verbose_name_plural = _("city guides here")
        constraints = [
            models.UniqueConstraint(fields=["community", "guide_key"], name="services_one_overlay_a_community"),
        ]

    def __str__(self) -> str:
        return f"{self.guide_key} @ {self.community_id}"

    @property
    def has_text(self) -> bool:
        """Whether the community's page says something that the city's does not."""
        return bool(self.note or self.phone or self.hours or self.counter)
