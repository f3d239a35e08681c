"""Admin: menu items of packages that speak for ever the language of whoever opened the admin first."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("construct_reports_menu")
def say_translations_in_each_language(request: HttpRequest, items: list[MenuItem]) -> None:
    for item in items:
        if item.url == reverse("wagtail_localize:translations_report"):
            item.label = _("Translations")


@hooks.register("construct_help_menu")
def leave_out_news_of_wagtail(request: HttpRequest, items: list[MenuItem]) -> None:
    """It is for those who build sites, and in English."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]
