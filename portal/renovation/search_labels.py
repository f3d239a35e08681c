"""What search calls projects."""

from django.utils.translation import gettext as _

from portal.home.search_sources import register_labels
from portal.renovation.choices import SEARCH_KIND


def connect() -> None:
    """Called in AppConfig.ready()."""
    register_labels("kind", lambda: {SEARCH_KIND: _("Renovation")})
