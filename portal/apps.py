from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Shared templates, static files and template tags; it has no models."""

    name = "portal"

    def ready(self) -> None:
        from portal.translations import keep_live_words  # noqa: PLC0415 - models are ready only now

        keep_live_words()
