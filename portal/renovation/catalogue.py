"""What lists say of each project; each process keeps them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.apps import apps
from django.utils.translation import get_language

from portal.communities.choices import CommunityStatus
from portal.communities.models import Community
from portal.keeping import PAGES, kept
from portal.names import Names, best_version
from portal.renovation.choices import Stage


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """A live project in the best language for the reader."""

    key: Any
    slug: str
    title: str
    summary: str
    language: str
    stage: Stage
    community: Community = field(compare=False)
    compound: Names | None
    changed_at: dt.datetime

    @property
    def place_in_lists(self) -> tuple[bool, int, str]:
        """What goes on first, the furthest on top; what is done last."""
        return self.stage == Stage.DONE, -list(Stage).index(self.stage), self.title


def projects_shown(community: Community | None) -> Sequence[ProjectEntry]:
    """Of a community, or (None) of all open communities."""
    return _projects(community.pk if community else None, get_language() or "")


@kept(PAGES)
def _projects(community: int | None, language: str) -> Sequence[ProjectEntry]:
    """One query."""
    pages = apps.get_model("renovation", "RenovationProjectPage").objects.live()
    pages = pages.filter(community__status=CommunityStatus.OPEN)
    if community is not None:
        pages = pages.filter(community=community)
    pages = pages.select_related("community", "project__compound", "locale").defer_streamfields()
    best = (
        best_version(map(_entry, versions), language)
        for _key, versions in groupby(pages.order_by("translation_key", "pk"), key=lambda page: page.translation_key)
    )
    return sorted(best, key=lambda entry: entry.place_in_lists)


def _entry(page: Any) -> ProjectEntry:
    project = page.project
    return ProjectEntry(
        key=page.translation_key,
        slug=page.slug,
        title=page.title,
        summary=page.summary,
        language=page.locale.language_code,
        stage=Stage(project.stage),
        community=page.community,
        compound=project.compound.names if project.compound else None,
        changed_at=max(project.updated_at, page.last_published_at or project.updated_at),
    )
