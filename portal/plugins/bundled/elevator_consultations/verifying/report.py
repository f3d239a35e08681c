"""The whole proof of one case."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from portal.plugins.bundled.elevator_consultations.chain import locked_case
from portal.plugins.bundled.elevator_consultations.verifying.links import check_links
from portal.plugins.bundled.elevator_consultations.verifying.replay import replay
from portal.plugins.bundled.elevator_consultations.verifying.sums import check_sums
from portal.plugins.bundled.elevator_consultations.verifying.tables import check_tables

WITHOUT_HEAD = (
    "that the chain was not computed anew or cut off as a whole: whoever owns the database could have. "
    "Give the head from a notice or a letter with --head."
)


@dataclass(slots=True)
class Report:
    """`findings` begin with what they are: altered, missing, extra, cut off. `cannot` is what is not proved.
    `since_head` counts rows after the head that was given."""

    case: int
    rows: int
    head: str
    erased: int
    since_head: int | None = None
    findings: list[str] = field(default_factory=list)
    cannot: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"ok": not self.findings}


@transaction.atomic
def verify_case(pk: int, head: str = "") -> Report:
    """Under the case's lock, so that nothing is written while it is read."""
    case = locked_case(pk)
    rows = list(case.chain.order_by("number"))
    said = replay(rows)
    report = Report(case=pk, rows=len(rows), head=rows[-1].digest if rows else "", erased=said.erased)
    report.findings += check_links(case, rows)
    report.findings += check_sums(rows, report.cannot)
    report.findings += check_tables(case, said, {row.digest for row in rows})
    if said.erased:
        report.cannot.append(f"what {said.erased} erased rows said; that they were not altered is proved")
    if not head:
        report.cannot.append(WITHOUT_HEAD)
        return report
    after = {row.digest: len(rows) - place for place, row in enumerate(rows, start=1)}
    report.since_head = after.get(head)
    if report.since_head is None:
        report.findings.insert(0, "cut off or computed anew: the head that was given is not in the chain")
    elif report.since_head:
        report.cannot.append(
            f"the {report.since_head} rows since that head in the same way: their end is known to the database alone"
        )
    return report
