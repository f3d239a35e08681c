from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "portal.operations"

    def ready(self) -> None:
        from portal.operations import page_cache  # noqa: PLC0415 - once the apps are loaded
        from portal.operations.jobs import register_jobs  # noqa: PLC0415 - once the apps are loaded
        from portal.operations.security_log import connect_receivers  # noqa: PLC0415 - once the apps are loaded

        page_cache.connect()
        register_jobs()
        connect_receivers()
