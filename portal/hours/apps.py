from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HoursConfig(AppConfig):
    name = "portal.hours"
    label = "hours"
    verbose_name = _("opening hours and holidays")

    def ready(self) -> None:
        import_module("portal.hours.receivers")
        import_module("portal.hours.calendar")
