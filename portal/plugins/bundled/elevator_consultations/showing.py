"""What pages show of cases."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.plugins.api import (
    Badge,
    Community,
    Contact,
    Crumb,
    Fact,
    LinkItem,
    ShareValues,
    day_text,
    home_url,
    plugin_url,
    time_text,
)
from portal.plugins.bundled.elevator_consultations.case_facts import is_unanswered
from portal.plugins.bundled.elevator_consultations.choices import Stage
from portal.plugins.bundled.elevator_consultations.cost_figures import figures_of
from portal.plugins.bundled.elevator_consultations.cost_wording import table_of
from portal.plugins.bundled.elevator_consultations.fault_wording import fault_line
from portal.plugins.bundled.elevator_consultations.faults import RESCUE
from portal.plugins.bundled.elevator_consultations.models import Case, CaseIndexPage, CaseMeeting, CasePage
from portal.plugins.bundled.elevator_consultations.results import participation_context
from portal.plugins.bundled.elevator_consultations.storing import KEY
from portal.plugins.bundled.elevator_consultations.timeline import timeline_of
from portal.plugins.bundled.elevator_consultations.wording import stage_note

SLUG = "elevators"
KINDS = {Stage.IN_USE: "good", Stage.STOPPED: "warn"}


def case_url(case: Case, request: HttpRequest) -> str:
    return f"{home_url(request, case.community)}{case.path}"


def index_crumb(page: CasePage, request: HttpRequest) -> list[Crumb]:
    index = page.get_parent()
    return [Crumb(index.title, index.get_url(request) or "")] if index else []


# The list


def index_context(page: CaseIndexPage, request: HttpRequest) -> dict[str, Any]:
    """What goes on first, then what runs, then what was stopped. One query."""
    community = page.get_community(request)
    cases = list(Case.objects.shown_in(community)) if community else []
    return {
        "cases": case_links([each for each in cases if each.stage not in KINDS], community, request),
        "running": case_links([each for each in cases if each.stage == Stage.IN_USE], community, request),
        "stopped": case_links([each for each in cases if each.stage == Stage.STOPPED], community, request),
    }


def case_links(cases: Iterable[Case], community: Community | None, request: HttpRequest) -> list[LinkItem]:
    """No query."""
    if community is None:
        return []
    home = home_url(request, community)
    return [
        LinkItem(str(case), f"{home}{case.path}", note=stage_note(case), language=case.names.other_language)
        for case in cases
    ]


# One case


def case_of(page: CasePage) -> Case | None:
    return Case.objects.filter(key=page.translation_key).select_related("community").first()


def case_context(page: CasePage, request: HttpRequest) -> dict[str, Any]:
    """Ten queries and one for meetings, however many units; a draft that was never published has no case yet."""
    case = case_of(page)
    context: dict[str, Any] = {"case": case, "meetings": meeting_facts(page), "contact": contact_of(page)}
    if case is None:
        return context
    timeline = timeline_of(case)
    return context | {
        "badges": [Badge(str(Stage(case.stage).label), KINDS.get(Stage(case.stage), "info"))],
        "now": next(line for line in timeline if line.state == "now"),
        "timeline": timeline,
        "asked": asked(case, request),
        "costs": table_of(figures_of(case)),
        **notice_context(case, request),
        **(fault_context(case, request) if case.stage == Stage.IN_USE else {}),
    }


def asked(case: Case, request: HttpRequest) -> list[dict[str, Any]]:
    """Questions, the newest first, each with where it is answered while it is open. One query."""
    return [
        {
            "shown": each,
            "answer_url": plugin_url(
                KEY, "answer", community=case.community, request=request, pk=case.pk, question=each.question.pk
            )
            if each.state == "open"
            else "",
        }
        for each in participation_context(case)["questions"]
    ]


def notice_context(case: Case, request: HttpRequest) -> dict[str, Any]:
    """Two queries."""

    def url(view: str) -> str:
        return plugin_url(KEY, view, community=case.community, request=request, pk=case.pk)

    notice = case.notices.filter(replaced_at=None).defer("frozen", "texts").first()
    objections = list(case.objections.only("outcome", "answered_at", "case_id")) if notice else []
    return {
        "notice": notice,
        "notice_runs": notice is not None and notice.first_day <= timezone.localdate() <= notice.last_day,
        "notice_url": url("notice") if notice else "",
        "objections_url": url("objections") if notice else "",
        "objections": len(objections),
        "unanswered": sum(map(is_unanswered, objections)),
    }


def fault_context(case: Case, request: HttpRequest) -> dict[str, Any]:
    """One query."""
    url = plugin_url(KEY, "fault_report", community=case.community, request=request, pk=case.pk)
    return {"fault_line": fault_line(case), "fault_url": url, "rescue": RESCUE}


def meeting_facts(page: CasePage) -> dict[str, list[Fact]]:
    """Those to come, and those that were, the last first. One query."""
    now = timezone.now()
    rows = list(page.meetings.select_related("venue").order_by("starts_at", "pk")) if page.pk else []
    return {
        "ahead": [meeting_fact(each) for each in rows if each.ends_at >= now],
        "over": [meeting_fact(each) for each in reversed(rows) if each.ends_at < now],
    }


def meeting_fact(meeting: CaseMeeting) -> Fact:
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    where = " · ".join(filter(None, [str(meeting.venue.names) if meeting.venue else "", meeting.place]))
    return Fact(f"{day_text(starts.date())} {time_text(starts, ends)}", where, "calendar")


def contact_of(page: CasePage) -> Contact | None:
    if not (page.contact or page.contact_phone):
        return None
    return Contact(page.contact or _("Who to ask"), page.contact_phone)


def case_share(page: CasePage, request: HttpRequest) -> ShareValues:
    """One query."""
    case = case_of(page)
    facts = [Fact(_("Stage"), stage_note(case), "history")] if case else []
    if page.contact_phone:
        facts.append(Fact(_("Who to ask"), f"{page.contact} {page.contact_phone}".strip(), "phone"))
    return ShareValues(
        title=page.title, kind=_("Elevator case"), where=page.where, text=page.summary, facts=tuple(facts)
    )
