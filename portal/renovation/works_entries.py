"""Works notices as pages, calendars and feeds read them; each process keeps them. Only what anybody may read: of
projects whose page is published."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from portal.communities.models import Building, Community
from portal.keeping import PAGES, kept
from portal.names import Names
from portal.plugins.choices import Severity
from portal.renovation.addresses import project_path, works_path
from portal.renovation.models.works import WorksNotice


@dataclass(frozen=True, slots=True)
class WorksEntry:
    """Texts are in the language that is active when they are asked for."""

    notice: WorksNotice
    buildings: Sequence[Building]

    @property
    def pk(self) -> int:
        return self.notice.pk

    @property
    def uid(self) -> str:
        """In calendars."""
        return f"works-{self.notice.pk}"

    @property
    def community(self) -> Community:
        return self.notice.project.community

    @property
    def title(self) -> str:
        title = str(self.notice.titles)
        return _("Called off: %(title)s") % {"title": title} if self.notice.is_cancelled else title

    @property
    def text(self) -> str:
        return str(self.notice.texts)

    @property
    def language(self) -> str:
        """Of its words, where it is not the reader's."""
        return self.notice.titles.other_language

    @property
    def when(self) -> str:
        return span_text(self.notice.starts, self.notice.ends)

    @property
    def place(self) -> str:
        return place_text(self.notice.project.compound, self.buildings)

    def place_in(self, language: str) -> str:
        with override(language):
            return self.place

    @property
    def contact_text(self) -> str:
        return " ".join(part for part in (str(self.notice.contact), self.notice.phone) if part)

    @property
    def is_over(self) -> bool:
        return self.notice.ends <= timezone.now()

    @property
    def is_now(self) -> bool:
        return self.notice.starts <= timezone.now() < self.notice.ends

    @property
    def badge(self) -> str:
        kinds = {Severity.DANGER: "danger", Severity.WARN: "warn"}
        return "neutral" if self.notice.is_cancelled else kinds.get(Severity(self.notice.severity), "info")

    @property
    def icon(self) -> str:
        return "info" if self.notice.severity == Severity.INFO else "warning"

    @property
    def path(self) -> str:
        """Below the community's home page."""
        return project_path(self.notice.project.slug, works_path(self.notice.pk))


def span_text(starts: dt.datetime, ends: dt.datetime) -> str:
    """`Tue 1 Dec 9:00–12:00`, or both days where it goes on."""
    first, last = localtime(starts), localtime(ends)
    day = _("D j M")
    begin = f"{date_format(first, day)} {time_format(first, 'H:i')}"
    if first.date() == last.date():
        return f"{begin}–{time_format(last, 'H:i')}"
    return f"{begin} – {date_format(last, day)} {time_format(last, 'H:i')}"


def place_text(compound: Any, parts: Sequence[Any]) -> str:
    """The compound, and the buildings or stairwells where not all of it is meant."""
    named = pgettext("between parts of a list", ", ").join(str(part) for part in parts)
    whole = str(compound) if compound else ""
    return " · ".join(part for part in (whole, named) if part)


def works_of(project: int) -> Sequence[WorksEntry]:
    """All of a project, the earliest first, also those that are over."""
    return _works_of(project)


@kept(PAGES)
def _works_of(project: int) -> Sequence[WorksEntry]:
    return entries_of(project=project)


def works_ahead(community: Community) -> list[WorksEntry]:
    """Those of a community that are not over, the next first."""
    return [entry for entry in _works_in(community.pk) if not entry.is_over]


@kept(PAGES)
def _works_in(community: int) -> Sequence[WorksEntry]:
    return entries_of(project__community=community, ends__gt=timezone.now())


def entries_of(**which: Any) -> list[WorksEntry]:
    """Two queries, however many."""
    notices = WorksNotice.objects.filter(project__pages__live=True, **which).distinct()
    notices = notices.select_related("project__community", "project__compound").prefetch_related("buildings")
    return [WorksEntry(notice, in_order(notice.buildings.all())) for notice in notices]


def in_order(buildings: Iterable[Building]) -> list[Building]:
    """By number: 3 before 12, 12 before 12A."""
    return sorted(buildings, key=lambda each: (len(each.number.rstrip("ABCDEFGH")), each.number))


def titles_by_language(entry: WorksEntry) -> dict[str, str]:
    """In the languages it is written in."""
    return {code: text for code, text in Names(entry.notice.titles).items() if text}
