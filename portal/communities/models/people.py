"""Public-facing staff. Residents want to know who it is; the person decides whether they may."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.images import get_image_model_string

from portal.communities.choices import GridRole
from portal.communities.models.places import Grid
from portal.communities.querysets import GridStaffQuerySet

#: The square cut of a photo that residents see.
PHOTO = "fill-160x160"


class GridStaff(models.Model):
    """A grid worker 网格员. Without recorded consent nothing of this row is ever shown to the public."""

    grid = ParentalKey(Grid, on_delete=models.CASCADE, related_name="staff", verbose_name=_("grid"))
    name = models.CharField(_("name"), max_length=60)
    role = models.CharField(_("role"), max_length=10, choices=GridRole, default=GridRole.FULL_TIME)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    photo = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    consented_on = models.DateField(
        _("consent recorded on"),
        null=True,
        blank=True,
        help_text=_("When the person agreed in writing to be shown here. Empty: not shown."),
    )

    objects = GridStaffQuerySet.as_manager()

    class Meta:
        ordering = ("grid_id", "role", "name")
        verbose_name = _("grid worker")
        verbose_name_plural = _("grid workers")

    def __str__(self) -> str:
        return self.name
