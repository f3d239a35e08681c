"""Which stage may follow which, and what is still missing. Pure: it judges `Facts`, which `case_facts` reads.

Forward moves ask for all that earlier stages asked for as well, up to construction: a consent or a notice that was good
then and is not now, such as after a change of the plan, holds nobody's foundations.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.plugins.api import day_text
from portal.plugins.bundled.elevator_consultations.choices import DocumentKind, Stage

#: The way to an elevator.
ORDER = tuple(stage for stage in Stage if stage != Stage.STOPPED)
#: {stage: those that may follow}; forward first, then back, then stopping.
NEXT: dict[Stage, tuple[Stage, ...]] = {
    Stage.SURVEY: (Stage.DESIGN, Stage.STOPPED),
    Stage.DESIGN: (Stage.CONSENT, Stage.SURVEY, Stage.STOPPED),
    Stage.CONSENT: (Stage.NOTICE, Stage.DESIGN, Stage.STOPPED),
    Stage.NOTICE: (Stage.OBJECTIONS, Stage.DESIGN, Stage.STOPPED),
    Stage.OBJECTIONS: (Stage.REVIEW, Stage.NOTICE, Stage.DESIGN, Stage.STOPPED),
    Stage.REVIEW: (Stage.CONSTRUCTION, Stage.NOTICE, Stage.DESIGN, Stage.STOPPED),
    Stage.CONSTRUCTION: (Stage.ACCEPTANCE, Stage.STOPPED),
    Stage.ACCEPTANCE: (Stage.IN_USE, Stage.CONSTRUCTION, Stage.STOPPED),
    Stage.IN_USE: (Stage.STOPPED,),
    Stage.STOPPED: (Stage.SURVEY, Stage.DESIGN),
}


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """Of the latest consent question that was counted; `is_of_this_plan` is False once the plan went back to design."""

    part_is_met: bool
    is_met: bool
    is_of_this_plan: bool


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """Of the notice that stands. `changed` says what is no longer as it was posted, in the reader's language."""

    first_day: dt.date
    last_day: dt.date
    is_as_posted: bool = True
    changed: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides whether a case may move. `unanswered`, `unsettled` and `upheld_since_notice` count objections."""

    stage: Stage
    today: dt.date
    survey_is_decided: bool = False
    chose_plan: bool = False
    consent: ConsentFacts | None = None
    notice: NoticeFacts | None = None
    notice_days: int = 10
    unanswered: int = 0
    unsettled: int = 0
    needs_settled: bool = False
    upheld_since_notice: int = 0
    documents: frozenset[DocumentKind] = frozenset()


Condition = Callable[[Facts], str]


def problems_of(facts: Facts, to: Stage) -> list[str]:
    """Why the case may not go there, in plain words of the reader's language; empty where it may."""
    if to not in NEXT[facts.stage]:
        return [_("From “%(now)s” this stage cannot follow.") % {"now": facts.stage.label}]
    return [text for condition in conditions_of(facts.stage, to) if (text := condition(facts))]


def conditions_of(now: Stage, to: Stage) -> Iterator[Condition]:
    if to == Stage.STOPPED:
        return
    yield answered
    if is_forward(now, to):
        yield from CONDITIONS[to]


def is_forward(now: Stage, to: Stage) -> bool:
    return now != Stage.STOPPED and to != Stage.STOPPED and ORDER.index(to) > ORDER.index(now)


def needs_note(now: Stage, to: Stage) -> bool:
    """Stopping, going back and taking up again are explained to everybody."""
    return not is_forward(now, to)


def next_forward(now: Stage) -> Stage | None:
    return next((to for to in NEXT[now] if is_forward(now, to)), None)


def answered(facts: Facts) -> str:
    """No stage is left while somebody waits for an answer, but for stopping."""
    if not facts.unanswered:
        return ""
    text = ngettext(
        "%(count)d objection has no answer yet.", "%(count)d objections have no answer yet.", facts.unanswered
    )
    return text % {"count": facts.unanswered}


def surveyed(facts: Facts) -> str:
    return "" if facts.survey_is_decided else _("The intention survey is not counted yet.")


def drawn(facts: Facts) -> str:
    return "" if DocumentKind.DRAWING in facts.documents else _("There is no drawing among the documents yet.")


def costed(facts: Facts) -> str:
    return "" if facts.chose_plan else _("No cost plan is chosen yet.")


def consented(facts: Facts) -> str:
    consent = facts.consent
    if consent is None:
        return _("The owners’ consent is not counted yet.")
    if not consent.is_of_this_plan:
        return _("The plan went back to design after the owners were asked: they have to be asked about it anew.")
    if not consent.part_is_met:
        return _("Too few took part in the question to the owners, by number or by area.")
    return "" if consent.is_met else _("Too few owners agreed, by number or by area.")


def posted(facts: Facts) -> str:
    if facts.notice is None:
        return _("No public notice is posted.")
    if not facts.notice.is_as_posted:
        return _("The public notice that stands is not what was posted: its digest differs. Post it anew.")
    if facts.notice.changed:
        changed = pgettext("between parts of a list", ", ").join(facts.notice.changed)
        return _("Since the public notice was posted there were changes: %(what)s. Post it anew.") % {"what": changed}
    return ""


def notice_ran(facts: Facts) -> str:
    """Calendar days in the city's time zone, the first and the last included."""
    notice = facts.notice
    if notice is None:
        return ""  # `posted` says so
    if notice.days < facts.notice_days:
        text = ngettext(
            "The public notice has to stand for at least %(count)d day.",
            "The public notice has to stand for at least %(count)d days.",
            facts.notice_days,
        )
        return text % {"count": facts.notice_days}
    if facts.today <= notice.last_day:
        return _("The public notice runs until %(day)s, that day included.") % {"day": day_text(notice.last_day)}
    return ""


def settled(facts: Facts) -> str:
    if not facts.needs_settled or not facts.unsettled:
        return ""
    text = ngettext(
        "%(count)d objection is not settled; the city’s rules ask for that.",
        "%(count)d objections are not settled; the city’s rules ask for that.",
        facts.unsettled,
    )
    return text % {"count": facts.unsettled}


def posted_after_upheld(facts: Facts) -> str:
    if not facts.upheld_since_notice:
        return ""
    return _("An objection was upheld and the plan changed: that needs a new public notice.")


def permitted(facts: Facts) -> str:
    return "" if DocumentKind.PERMIT in facts.documents else _("The permit is not among the documents yet.")


def certified(facts: Facts) -> str:
    has_it = DocumentKind.ACCEPTANCE in facts.documents
    return "" if has_it else _("The certificate of acceptance is not among the documents yet.")


_OWN: dict[Stage, tuple[Condition, ...]] = {
    Stage.DESIGN: (surveyed,),
    Stage.CONSENT: (drawn, costed),
    Stage.NOTICE: (consented,),
    Stage.OBJECTIONS: (posted, notice_ran),
    Stage.REVIEW: (settled, posted_after_upheld),
    Stage.CONSTRUCTION: (permitted,),
}
#: {stage: what moving forward to it asks for}
CONDITIONS: dict[Stage, tuple[Condition, ...]] = {
    **{
        stage: tuple(each for earlier in ORDER[: place + 1] for each in _OWN.get(earlier, ()))
        for place, stage in enumerate(ORDER)
        if place <= ORDER.index(Stage.CONSTRUCTION)
    },
    Stage.ACCEPTANCE: (),
    Stage.IN_USE: (certified,),
}
