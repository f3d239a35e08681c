from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    label = "notifications"

    def ready(self) -> None:
        from portal.communities.persons import register_holder  # noqa: PLC0415 - once the apps are loaded
        from portal.notifications import jobs, persons  # noqa: PLC0415 - likewise

        jobs.register_jobs()
        register_holder(persons.HOLDER)
