from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "portal.participation"
    label = "participation"

    def ready(self) -> None:
        from portal.communities.persons import register_holder  # noqa: PLC0415 - once the apps are loaded
        from portal.participation import (  # noqa: PLC0415 - likewise
            household_jobs,
            jobs,
            kinds_of_messages,  # noqa: F401 - declares them
            persons,
        )

        jobs.register_jobs()
        household_jobs.register_jobs()
        register_holder(persons.HOLDER)
