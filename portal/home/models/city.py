"""The installation's own settings, the same for every community."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Page

from portal.names import NamesField


@register_setting(icon="home")
class CitySettings(BaseGenericSetting):
    """The installation: whose it is, what its footer must say, whom everyone may call."""

    names = NamesField(_("name of the city"), max_length=100, blank=True)
    operator = NamesField(_("operator of this site"), max_length=200, blank=True)
    icp_number = models.CharField(_("ICP filing number"), max_length=60, blank=True)
    police_number = models.CharField(_("public security filing number"), max_length=60, blank=True)
    privacy_page = models.ForeignKey(
        Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("privacy statement")
    )
    accessibility_page = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accessibility statement"),
    )
    hotline = models.CharField(_("city hotline"), max_length=30, default="12345")

    select_related: ClassVar[list[str]] = ["privacy_page", "accessibility_page"]

    class Meta:
        verbose_name = _("city and footer")

    def __str__(self) -> str:
        return str(self.names)
