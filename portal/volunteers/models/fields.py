"""What teams are sorted by: rows with a code and names, shared by all languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.icons import validate_icon
from portal.names import NamesField


class FieldOfWork(models.Model):
    """Care for the elderly, safety, greenery: the city's list, the same in all communities."""

    code = models.SlugField(_("code"), max_length=50, unique=True, help_text=_("Part of addresses."))
    names = NamesField(_("name"), max_length=60)
    icon = models.SlugField(
        _("icon"),
        max_length=50,
        blank=True,
        validators=[validate_icon],
        help_text=_("A name of the portal's icon set, such as people."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100, help_text=_("Smaller numbers come first."))

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("field of work")
        verbose_name_plural = _("fields of work")

    def __str__(self) -> str:
        return str(self.names) or self.code
