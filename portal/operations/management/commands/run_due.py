from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.operations.due import due_jobs, run_due_jobs
from portal.operations.locks import only_one
from portal.operations.sockets import bounded_sockets


class Command(BaseCommand):
    help = "Do all timed work that is due: publishing, expiry, clearing up. Run it every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        with only_one("run_due") as alone:
            if not alone:
                self.stdout.write("Another run_due is at work.")
                return
            with bounded_sockets():
                failed = run_due_jobs(due_jobs())
        if failed:
            raise CommandError(f"Timed work failed: {', '.join(failed)}. The reasons are in the log.")
