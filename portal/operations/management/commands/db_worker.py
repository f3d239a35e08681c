"""The background worker, as django-tasks-db has it; what waits for another machine there does not wait for ever."""

from typing import Any

from django_tasks_db.management.commands import db_worker

from portal.operations.sockets import bounded_sockets


class Command(db_worker.Command):
    def handle(self, **options: Any) -> None:
        with bounded_sockets():
            super().handle(**options)
