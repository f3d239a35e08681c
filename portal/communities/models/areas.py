"""The offices above a community. Codes are those of the official list of divisions."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.names import NamesField


class District(models.Model):
    code = models.CharField(_("official code"), max_length=6, unique=True, validators=[RegexValidator(r"^\d{6}$")])
    names = NamesField(_("name"), max_length=100)

    class Meta:
        ordering = ("code",)
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self) -> str:
        return str(self.names)


class Street(models.Model):
    """A street office 街道 or town 镇: the level above communities."""

    code = models.CharField(_("official code"), max_length=9, unique=True, validators=[RegexValidator(r"^\d{9}$")])
    names = NamesField(_("name"), max_length=100)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="streets", verbose_name=_("district"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("street office")
        verbose_name_plural = _("street offices")

    def __str__(self) -> str:
        return str(self.names)
