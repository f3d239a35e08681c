from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "portal.notices"
    label = "notices"

    def ready(self) -> None:
        # Imported here because models are ready only now.
        from portal.home.search_sources import register_labels  # noqa: PLC0415 - once the apps are loaded
        from portal.notices import calendar, hooks, pictures  # noqa: PLC0415 - once the apps are loaded
        from portal.notices.choices import NoticeKind  # noqa: PLC0415 - once the apps are loaded
        from portal.plugins import calling  # noqa: PLC0415 - once the apps are loaded

        calling.register(hooks)
        calendar.connect()
        pictures.connect()
        register_labels("kind", lambda: dict(NoticeKind.choices))
