from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "portal.activities"
    label = "activities"
    verbose_name = _("activities")

    def ready(self) -> None:
        from portal.activities import hooks, jobs, receivers  # noqa: PLC0415 - once the apps are loaded
        from portal.home.search_sources import register_labels  # noqa: PLC0415 - likewise
        from portal.plugins import calling  # noqa: PLC0415 - likewise

        calling.register(hooks)
        receivers.connect()
        jobs.register_jobs()
        register_labels("kind", lambda: {"activity": _("Activity")})
