from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "portal.services"
    label = "services"

    def ready(self) -> None:
        # Imported here because models are ready only now.
        from portal.plugins import calling  # noqa: PLC0415 - once the apps are loaded
        from portal.services import hooks, moves, search_source  # noqa: PLC0415 - once the apps are loaded
        from portal.services.questions import source, words  # noqa: PLC0415 - once the apps are loaded

        calling.register(hooks)
        moves.connect()
        search_source.connect()
        source.connect()
        words.register()
