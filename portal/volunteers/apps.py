from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "portal.volunteers"
    label = "volunteers"

    def ready(self) -> None:
        # Imported here because models are ready only now.
        from portal.communities.persons import register_holder  # noqa: PLC0415 - once the apps are loaded
        from portal.plugins import calling  # noqa: PLC0415 - once the apps are loaded
        from portal.volunteers import (  # noqa: PLC0415 - once the apps are loaded
            consent,
            hooks,
            jobs,
            messages,
            persons,
            search_labels,
            team_rows,
        )

        calling.register(hooks)
        consent.register()
        messages.register()
        jobs.register_jobs()
        register_holder(persons.HOLDER)
        team_rows.connect()
        search_labels.connect()
