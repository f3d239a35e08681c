"""What a public notice freezes: its text, the drawings with the digests of their files, and the figures.

The digest is the SHA-256 of `chain.canonical(frozen)`; those very bytes are offered for download, so that `sha256sum`
says the same.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from hashlib import file_digest, sha256
from typing import Any

from django.utils.translation import gettext_lazy

from portal.plugins.bundled.elevator_consultations.chain import canonical
from portal.plugins.bundled.elevator_consultations.choices import DocumentKind, QuestionKind
from portal.plugins.bundled.elevator_consultations.counting import facts_of
from portal.plugins.bundled.elevator_consultations.models import Case, CaseDocument, CostPlan, PublicNotice, Question
from portal.plugins.bundled.elevator_consultations.payloads import question_payload
from portal.plugins.bundled.elevator_consultations.tally import CountingRules, count

#: What may change after a notice was posted, and how that is said.
PARTS = {
    "drawings": gettext_lazy("the drawings"),
    "register": gettext_lazy("the register of units"),
    "consent": gettext_lazy("what the owners were asked and how they answered"),
    "costs": gettext_lazy("the cost plan"),
}

#: What of a result is said in any case.
MET = ("part_is_met", "consent_is_met", "is_met")


def frozen_notice(
    case: Case, number: int, texts: Mapping[str, str], first_day: dt.date, last_day: dt.date
) -> dict[str, Any]:
    """Everything the notice shows."""
    return {
        "case": str(case.key),
        "names": dict(case.names),
        "number": number,
        "texts": dict(texts),
        "first_day": first_day.isoformat(),
        "last_day": last_day.isoformat(),
        **plan_of(case),
    }


def plan_of(case: Case) -> dict[str, Any]:
    """The plan and its figures as they are now. Reads each drawing's file; four queries."""
    drawings = case.documents.filter(kind=DocumentKind.DRAWING).select_related("document")
    decided = case.questions.filter(kind=QuestionKind.CONSENT, decided_at__isnull=False)
    return {
        "drawings": [drawing_facts(each) for each in drawings],
        "register": register_sums(case),
        "consent": consent_facts(decided.order_by("decided_at", "pk").last()),
        "costs": cost_facts(case.cost_plans.filter(is_chosen=True).first()),
    }


def drawing_facts(drawing: CaseDocument) -> dict[str, Any]:
    """`sha256` is empty where the file is gone: that is a change, too."""
    document = drawing.document
    try:
        with document.file.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    except OSError:
        digest = ""
    return {
        "document": document.pk,
        "titles": dict(drawing.titles),
        "file": document.filename,
        "stored": document.file.name,
        "sha256": digest,
    }


def register_sums(case: Case) -> dict[str, Any]:
    tally = count(facts_of(case), CountingRules())
    return {"units": tally.units, "owners": tally.whole.number, "area": f"{tally.whole.area:.2f}"}


def consent_facts(question: Question | None) -> dict[str, Any] | None:
    """With so few answers that sums would give away who said what, only whether the thresholds were reached."""
    if question is None:
        return None
    facts = question_payload(question)
    if question.result.get("answered", 0) < question.least_shown:
        facts["result"] = {name: question.result[name] for name in MET if name in question.result}
    return facts


def cost_facts(plan: CostPlan | None) -> dict[str, Any] | None:
    if plan is None:
        return None
    return {
        "names": dict(plan.names),
        "total": plan.total,
        "subsidies": plan.subsidies,
        "subsidies_note": dict(plan.subsidies_note),
        "shared_by": str(plan.shared_by),
        "coefficients": plan.coefficients,
    }


def digest_of_notice(frozen: Mapping[str, Any]) -> str:
    return sha256(canonical(frozen)).hexdigest()


def is_as_posted(notice: PublicNotice) -> bool:
    """Whether row, digest and what is frozen still say the same."""
    frozen = notice.frozen
    if not isinstance(frozen, dict):
        return False
    days = (notice.first_day.isoformat(), notice.last_day.isoformat())
    return (
        digest_of_notice(frozen) == notice.digest
        and (frozen.get("first_day"), frozen.get("last_day")) == days
        and frozen.get("texts") == dict(notice.texts)
    )


def changes_since(notice: PublicNotice, case: Case) -> Iterator[str]:
    """What is another now than it was when the notice was posted, in the reader's language."""
    now = plan_of(case)
    return (str(label) for part, label in PARTS.items() if notice.frozen.get(part) != now[part])
