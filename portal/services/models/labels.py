"""What guides are sorted by. Plain rows with a code and names: shared by all languages, never translated as objects."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.icons import validate_icon
from portal.names import NamesField


class Label(models.Model):
    code = models.SlugField(_("code"), max_length=50, unique=True, help_text=_("Part of addresses and import files."))
    names = NamesField(_("name"), max_length=60)
    order = models.PositiveSmallIntegerField(_("order"), default=100, help_text=_("Smaller numbers come first."))

    objects = models.Manager()

    class Meta:
        abstract = True
        ordering = ("order", "code")

    def __str__(self) -> str:
        return str(self.names) or self.code


class Category(Label):
    icon = models.SlugField(
        _("icon"),
        max_length=50,
        blank=True,
        validators=[validate_icon],
        help_text=_("A name of the portal's icon set, such as housing."),
    )

    class Meta(Label.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")


class Audience(Label):
    # Import files have always said "pet owners": no part of an address, so a blank may stand in it.
    code = models.CharField(_("code"), max_length=50, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9 -]*$")])

    class Meta(Label.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class LifeEvent(Label):
    class Meta(Label.Meta):
        verbose_name = _("life event")
        verbose_name_plural = _("life events")
