"""What search calls teams."""

from django.utils.translation import gettext as _

from portal.home.search_sources import register_labels
from portal.volunteers.choices import SEARCH_KIND


def connect() -> None:
    """Called in AppConfig.ready(). Guides on volunteering are called the same."""
    register_labels("kind", lambda: {SEARCH_KIND: _("Volunteering")})
