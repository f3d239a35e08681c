"""Where sharing meets Wagtail: the addresses below pages, and the way there for those who write them."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from portal.pages import PortalPage
from portal.sharing.views import serve_shared

# Within Wagtail's own, which keeps readers out of restricted pages.
hooks.register("on_serve_page", serve_shared, order=100)


@hooks.register("register_page_header_buttons")
def share_button(page: Page, user: AbstractBaseUser, view_name: str, next_url: str | None = None) -> Iterable[Button]:
    """Text, picture and poster of what is published, one click from where it was published."""
    if page.live and page.specific_class and issubclass(page.specific_class, PortalPage) and (url := page.get_url()):
        yield Button(_("Share to the group"), f"{url}share/", icon_name="link-external", priority=25)
