from django.apps import AppConfig


class RenovationConfig(AppConfig):
    name = "portal.renovation"
    label = "renovation"

    def ready(self) -> None:
        # Imported here because models are ready only now.
        from portal.plugins import calling  # noqa: PLC0415 - once the apps are loaded
        from portal.renovation import hooks, jobs, marks, search_labels  # noqa: PLC0415 - once the apps are loaded

        calling.register(hooks)
        marks.connect()
        jobs.register_jobs()
        search_labels.connect()
