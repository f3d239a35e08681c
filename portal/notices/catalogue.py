"""What lists say of each notice; each process keeps them, with those that will end, until somebody changes one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from portal.communities.models import Building, Community, Compound
from portal.freshness import bound_freshness
from portal.keeping import PAGES, kept
from portal.names import Names, best_version
from portal.notices.choices import CURRENT_DAYS, NoticeKind


@dataclass(frozen=True, slots=True)
class Target:
    """A compound a notice is for, or some of its buildings."""

    code: str
    names: Names
    buildings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeEntry:
    """A live notice in the best language for the reader. Without `targets` it is for the whole community."""

    key: UUID
    pk: int
    slug: str
    title: str
    summary: str
    body: str
    kind: str
    published_at: dt.datetime
    changed_at: dt.datetime
    expire_at: dt.datetime | None
    takes_place_until: dt.datetime | None
    lists_persons: bool
    language: str
    targets: tuple[Target, ...] = ()

    def is_over(self, now: dt.datetime) -> bool:
        return self.expire_at is not None and self.expire_at <= now

    def is_current(self, now: dt.datetime) -> bool:
        """Not for the archive yet: new, or what it says is yet to come."""
        later = [moment for moment in (self.expire_at, self.takes_place_until) if moment]
        return self.published_at > now - dt.timedelta(days=CURRENT_DAYS) or any(moment > now for moment in later)

    def is_for(self, compound: str) -> bool:
        """Also one for everybody, or for some buildings of the compound."""
        return not self.targets or self.is_aimed_at(compound)

    def is_aimed_at(self, compound: str) -> bool:
        return any(target.code == compound for target in self.targets)


def notices_in(community: Community, request: HttpRequest | None = None) -> list[NoticeEntry]:
    """Those that are not over, the newest first; a page that lists them is kept until the next one ends."""
    found, now = _notices_in(community.pk, get_language() or ""), timezone.now()
    running = [notice for notice in found if not notice.is_over(now)]
    if request is not None:
        bound_freshness(request, min((notice.expire_at for notice in running if notice.expire_at), default=None))
    return running


def current(notices: Iterable[NoticeEntry]) -> list[NoticeEntry]:
    now = timezone.now()
    return [notice for notice in notices if notice.is_current(now)]


def archived(notices: Iterable[NoticeEntry]) -> list[NoticeEntry]:
    now = timezone.now()
    return [notice for notice in notices if not notice.is_current(now)]


def compounds_in(community: Community) -> Sequence[tuple[str, Names]]:
    """(code, names) of all compounds: readers choose theirs."""
    return _compounds_in(community.pk)


@kept(PAGES)
def _compounds_in(community: int) -> Sequence[tuple[str, Names]]:
    return list(Compound.objects.filter(community=community).order_by("code").values_list("code", "names"))


NOTICE = (
    *("translation_key", "pk", "slug", "title", "summary", "body", "kind"),
    *("first_published_at", "last_published_at", "expire_at", "takes_place_until", "lists_persons"),
    "locale__language_code",
)


@kept(PAGES)
def _notices_in(community: int, language: str) -> Sequence[NoticeEntry]:
    """Three queries, however many there are."""
    pages = apps.get_model("notices", "NoticePage").objects.live().filter(community=community)
    rows = pages.order_by("translation_key", "pk").values_list(*NOTICE)
    best = [best_version(map(_entry, group), language) for _key, group in groupby(rows, key=itemgetter(0))]
    targets = targets_of([notice.pk for notice in best])
    with_targets = [replace(notice, targets=tuple(targets.get(notice.pk, ()))) for notice in best]
    return sorted(with_targets, key=attrgetter("published_at", "pk"), reverse=True)


def _entry(row: tuple[Any, ...]) -> NoticeEntry:
    values = dict(zip(NOTICE, row, strict=True))
    published = values["first_published_at"] or values["last_published_at"] or timezone.now()
    return NoticeEntry(
        key=values["translation_key"],
        published_at=published,
        changed_at=values["last_published_at"] or published,
        language=values["locale__language_code"],
        kind=NoticeKind(values["kind"]).value,
        **{
            name: values[name]
            for name in ("pk", "slug", "title", "summary", "body", "expire_at", "takes_place_until", "lists_persons")
        },
    )


def targets_of(pages: Sequence[int]) -> dict[int, list[Target]]:
    """Two queries for any number of pages."""
    found: dict[int, list[Target]] = {}
    compounds = apps.get_model("notices", "NoticeCompound").objects.filter(page__in=pages).order_by("compound__code")
    for page, code, names in compounds.values_list("page", "compound__code", "compound__names"):
        found.setdefault(page, []).append(Target(code, names))
    rows = apps.get_model("notices", "NoticeBuilding").objects.filter(page__in=pages)
    buildings = Building.objects.select_related("compound").in_bulk(set(rows.values_list("building", flat=True)))
    of_page = sorted(
        ((page, buildings[building]) for page, building in rows.values_list("page", "building")),
        key=lambda pair: (pair[0], pair[1].compound.code, pair[1].number),
    )
    for (page, _code), group in groupby(of_page, key=lambda pair: (pair[0], pair[1].compound.code)):
        own = [building for _page, building in group]
        numbers = tuple(building.number for building in own)
        found.setdefault(page, []).append(Target(own[0].compound.code, own[0].compound.names, numbers))
    return found
