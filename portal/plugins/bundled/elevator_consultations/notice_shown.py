"""A notice as it is shown: from what is frozen alone, whatever has changed since."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.documents import get_document_model

from portal.plugins.api import Fact, Names, ShareValues
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind, SharedBy
from portal.plugins.bundled.elevator_consultations.cost_wording import subsidy_text, yuan
from portal.plugins.bundled.elevator_consultations.models import Question
from portal.plugins.bundled.elevator_consultations.notice_content import digest_of_notice
from portal.plugins.bundled.elevator_consultations.results import ShownQuestion, Threshold, shown_question


@dataclass(frozen=True, slots=True)
class ShownDrawing:
    """`url` is empty where the file has become another one or is gone."""

    titles: Names
    file: str
    sha256: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownNotice:
    names: Names
    texts: Names
    number: int
    first_day: dt.date
    last_day: dt.date
    drawings: tuple[ShownDrawing, ...]
    register: tuple[Fact, ...]
    consent: ShownQuestion | None
    costs: tuple[Fact, ...]
    digest: str

    @property
    def period(self) -> str:
        values = {"first": date_format(self.first_day), "last": date_format(self.last_day)}
        return _("%(first)s to %(last)s, both days included") % values

    @property
    def digest_to_read(self) -> str:
        return in_groups(self.digest)


def shown_notice(frozen: Mapping[str, Any]) -> ShownNotice:
    """One query, for the drawings."""
    return ShownNotice(
        names=Names(frozen["names"]),
        texts=Names(frozen["texts"]),
        number=frozen["number"],
        first_day=dt.date.fromisoformat(frozen["first_day"]),
        last_day=dt.date.fromisoformat(frozen["last_day"]),
        drawings=tuple(shown_drawings(frozen["drawings"])),
        register=register_facts(frozen["register"]),
        consent=shown_consent(frozen["consent"]),
        costs=cost_facts(frozen["costs"]),
        digest=digest_of_notice(frozen),
    )


def shown_drawings(drawings: list[dict[str, Any]]) -> list[ShownDrawing]:
    documents = get_document_model().objects.in_bulk([each["document"] for each in drawings])
    return [
        ShownDrawing(
            Names(each["titles"]),
            each["file"],
            each["sha256"],
            there.url if (there := documents.get(each["document"])) and there.file.name == each["stored"] else "",
        )
        for each in drawings
    ]


def register_facts(register: Mapping[str, Any]) -> tuple[Fact, ...]:
    return (
        Fact(pgettext("of a register", "Units"), str(register["units"])),
        Fact(_("Owners, as they count"), str(register["owners"])),
        Fact(_("Registered area of all"), _("%(area)s m²") % {"area": register["area"]}),
    )


def shown_consent(consent: Mapping[str, Any] | None) -> ShownQuestion | None:
    """As the case's page shows a decided question, from the frozen values."""
    if consent is None:
        return None
    question = Question(
        pk=consent["question"],
        kind=QuestionKind.CONSENT,
        texts=Names(consent["texts"]),
        opens_at=dt.datetime.fromisoformat(consent["opens_at"]),
        closes_at=dt.datetime.fromisoformat(consent["closes_at"]),
        decided_at=dt.datetime.fromisoformat(consent["closes_at"]),
        result={"answered": 0} | consent["result"],
        **consent["rules"] | {"legal_basis": Names(consent["rules"]["legal_basis"])},
    )
    return shown_question(question)


def cost_facts(costs: Mapping[str, Any] | None) -> tuple[Fact, ...]:
    if costs is None:
        return ()
    shared = str(SharedBy(costs["shared_by"]).label)
    if costs["shared_by"] == SharedBy.FLOOR and costs["coefficients"]:
        floors = sorted(costs["coefficients"].items(), key=lambda each: int(each[0]))
        listed = "; ".join(_("floor %(floor)s: %(coefficient)s") % {"floor": n, "coefficient": c} for n, c in floors)
        shared = f"{shared}\n{listed}"
    return (
        Fact(pgettext("of costs", "Plan"), str(Names(costs["names"]))),
        Fact(pgettext("of costs", "Total"), yuan(costs["total"])),
        Fact(_("Subsidies"), subsidy_text(costs["subsidies"], Names(costs["subsidies_note"]))),
        Fact(_("Owners pay together"), yuan(costs["total"] - costs["subsidies"])),
        Fact(pgettext("of costs", "Shared"), shared),
    )


def poster_values(notice: ShownNotice, head: str) -> ShareValues:
    """What hangs in the stairwell: both digests stand there, outside of the database."""
    consent = [Fact(each.title, threshold_text(each)) for each in notice.consent.thresholds] if notice.consent else []
    return ShareValues(
        title=str(notice.names),
        kind=_("Public notice %(number)d") % {"number": notice.number},
        when=notice.period,
        text=str(notice.texts),
        facts=(
            *consent,
            *(fact for fact in notice.costs if fact.label == _("Owners pay together")),
            Fact(_("Digest of the notice"), notice.digest_to_read),
            Fact(_("Head of the record"), in_groups(head)),
        ),
    )


def threshold_text(threshold: Threshold) -> str:
    """Short enough for a line of the poster."""
    by_number, by_area = threshold.bars
    values = {"number": by_number.text, "area": by_area.text}
    if threshold.is_met:
        return _("%(number)s owners, %(area)s of the area: reached") % values
    return _("%(number)s owners, %(area)s of the area: not reached") % values


def in_groups(digest: str) -> str:
    return " ".join(digest[start : start + 16] for start in range(0, len(digest), 16))
