from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    """No models, so no rows: a short link says what it leads to, and a card is drawn from the page."""

    name = "portal.sharing"
    label = "sharing"
    verbose_name = _("sharing")
