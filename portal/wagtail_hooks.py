"""Admin: menu items of packages that speak for ever the language of whoever opened the admin first; publishing and
drafts that save themselves."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
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


@hooks.register("insert_editor_js")
def publish_after_the_draft() -> SafeString:
    """Wagtail 8 saves a new page's draft by itself; who publishes meanwhile would make a second page, or an error."""
    return format_html('<script src="{}" defer></script>', static("portal/autosave.js"))
