"""Meetings, the last day of a question and the days of a notice on the community's calendar.

Uids are `meeting.12`, `question.3`, `notice.7`: a kind and the row's number.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.plugins.api import CalendarEntry, CalendarKind, calendar_changed
from portal.plugins.bundled.elevator_consultations.models import (
    Case,
    CaseMeeting,
    CasePage,
    PublicNotice,
    Question,
)
from portal.plugins.bundled.elevator_consultations.storing import KEY, main_page

KINDS: dict[str, type[Any]] = {"meeting": CaseMeeting, "question": Question, "notice": PublicNotice}
TITLES = {
    "meeting": _("Meeting of owners: %(case)s"),
    "question": _("Last day to answer: %(case)s"),
    "notice": _("Public notice: %(case)s"),
}
NAMES = {model: kind for kind, model in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Shown:
    """A case that is shown, with its live pages by language."""

    case: Case
    pages: Mapping[str, CasePage]


def entries(communities: Any, uids: Sequence[str] | None) -> Iterator[CalendarEntry]:
    """Five queries at most."""
    wanted = numbers_of(uids)
    shown = shown_cases(communities)
    if wanted.get("meeting", True):
        for each in shown.values():
            yield from meeting_entries(each, wanted.get("meeting"))
    by_id = {each.case.pk: each for each in shown.values()}
    for kind, make in (("question", question_entry), ("notice", notice_entry)):
        yield from row_entries(kind, make, by_id, wanted)


def numbers_of(uids: Sequence[str] | None) -> dict[str, set[int]]:
    """{kind: numbers asked for}; empty for all."""
    if uids is None:
        return {}
    found: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for uid in uids:
        kind, _dot, number = uid.partition(".")
        if kind in found and number.isascii() and number.isdecimal() and len(number) < 19:
            found[kind].add(int(number))
    return found


def shown_cases(communities: Any) -> dict[UUID, Shown]:
    """Two queries, and two for their meetings."""
    cases = Case.objects.filter(is_public=True, community__in=communities.order_by().values("pk"))
    found = {case.key: Shown(case, {}) for case in cases.select_related("community")}
    pages = CasePage.objects.live().filter(translation_key__in=found, alias_of=None).select_related("locale")
    for page in pages.prefetch_related("meetings__venue").order_by("path"):
        found[page.translation_key].pages[page.locale.language_code] = page  # type: ignore[index]  # a dict, see above
    return {key: each for key, each in found.items() if each.pages}


def meeting_entries(shown: Shown, numbers: set[int] | None) -> Iterator[CalendarEntry]:
    """Those of the page that is translated from."""
    page = main_page(shown.pages)
    if page is None:
        return
    for meeting in page.meetings.all():
        if numbers is None or meeting.pk in numbers:
            place = {page.locale.language_code: meeting.place} if meeting.place else {}
            yield entry_of(
                "meeting",
                meeting.pk,
                shown,
                meeting.starts_at,
                meeting.ends_at,
                kind=CalendarKind.MEETING,
                venue=meeting.venue,
                place=place,
            )


def row_entries(
    kind: str, make: Callable[[Any, Shown], CalendarEntry], by_id: Mapping[int, Shown], wanted: Mapping[str, set[int]]
) -> Iterator[CalendarEntry]:
    rows = KINDS[kind].objects.filter(case__in=by_id)
    if kind in wanted:
        if not wanted[kind]:
            return
        rows = rows.filter(pk__in=wanted[kind])
    if kind == "notice":
        rows = rows.filter(replaced_at=None)
    for row in rows:
        yield make(row, by_id[row.case_id])


def question_entry(question: Question, shown: Shown) -> CalendarEntry:
    """Who answers at midnight answers on the day before."""
    last = timezone.localdate(question.closes_at - dt.timedelta(seconds=1))
    return entry_of("question", question.pk, shown, last, last + dt.timedelta(days=1), summaries=dict(question.texts))


def notice_entry(notice: PublicNotice, shown: Shown) -> CalendarEntry:
    return entry_of("notice", notice.pk, shown, notice.first_day, notice.last_day + dt.timedelta(days=1))


def entry_of(
    name: str, number: int, shown: Shown, starts: Any, ends: Any, kind: CalendarKind = CalendarKind.NOTICE, **more: Any
) -> CalendarEntry:
    titles = {}
    for code, page in shown.pages.items():
        with override(code):
            titles[code] = TITLES[name] % {"case": page.title}
    summaries = more.pop("summaries", {}) or {code: page.summary for code, page in shown.pages.items()}
    return CalendarEntry(
        uid=f"{name}.{number}",
        community=shown.case.community,
        titles=titles,
        path=shown.case.path,
        starts=starts,
        ends=ends,
        kind=kind,
        summaries=summaries,
        **more,
    )


# When it changes


def row_changed(instance: Any, **_signal: Any) -> None:
    calendar_changed(KEY, [f"{NAMES[type(instance)]}.{instance.pk}"])
