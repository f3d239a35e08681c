"""manage.py verify_consultation CASE [--head DIGEST] [--json]"""

import json
import re
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from portal.plugins.bundled.elevator_consultations.models import Case
from portal.plugins.bundled.elevator_consultations.verifying.report import Report, verify_case

FOUND, USAGE = 1, 2
DIGEST = re.compile(r"[0-9a-f]{64}")


class Command(BaseCommand):
    help = (
        "Recomputes the chain of an elevator case, replays it and compares it with the tables. Exits with 0 where "
        "all is as it was recorded, with 1 where something was found, with 2 where it was called wrongly."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", help="the case: its number, as in the addresses of its pages, or its key")
        parser.add_argument(
            "--head", default="", help="a head of the chain that was kept elsewhere: on a notice, in a letter"
        )
        parser.add_argument("--json", action="store_true", help="say it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        head = "".join(options["head"].split()).lower()
        if head and not DIGEST.fullmatch(head):
            raise CommandError("A head is 64 digits and letters from a to f.", returncode=USAGE)
        report = verify_case(case_number(options["case"]), head)
        said = json.dumps(report.as_json(), ensure_ascii=False, indent=2) if options["json"] else in_words(report)
        self.stdout.write(said)
        if report.findings:
            raise CommandError(f"{len(report.findings)} found.", returncode=FOUND)


def case_number(named: str) -> int:
    if named.isdecimal() and len(named) < 19:
        found = Case.objects.filter(pk=int(named))
    else:
        try:
            found = Case.objects.filter(key=UUID(named))
        except ValueError:
            raise CommandError(f"{named!r} is neither the number nor the key of a case.", returncode=USAGE) from None
    pk = found.values_list("pk", flat=True).first()
    if pk is None:
        raise CommandError(f"There is no case {named}.", returncode=USAGE)
    return pk


def in_words(report: Report) -> str:
    lines = [
        f"Case {report.case}: {report.rows} rows, {report.erased} of them erased",
        f"Head: {report.head or 'none'}",
    ]
    if report.since_head is not None:
        lines.append(f"The head that was given is in the chain; rows since then: {report.since_head}")
    lines += [f"FOUND {each}" for each in report.findings] or ["Chain, tables and sums agree."]
    lines += [f"Not proved: {each}" for each in report.cannot]
    return "\n".join(lines)
