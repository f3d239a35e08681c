"""Lists of projects and works as templates read them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.communities.home_urls import home_url
from portal.components import Badge, LinkItem, Option, OptionGroup
from portal.renovation.addresses import project_url
from portal.renovation.catalogue import ProjectEntry
from portal.renovation.choices import WAY, Stage
from portal.renovation.works_entries import WorksEntry


def project_links(
    projects: Iterable[ProjectEntry], request: HttpRequest | None = None, *, with_community: bool = False
) -> list[LinkItem]:
    language = get_language()
    return [
        LinkItem(
            title=project.title,
            url=project_url(project.slug, project.community, request),
            summary=project.summary,
            note=" · ".join(_places(project, with_community)),
            badges=[stage_badge(project.stage)],
            language="" if project.language == language else project.language,
        )
        for project in projects
    ]


def _places(project: ProjectEntry, with_community: bool) -> list[str]:
    names = [project.community.names] if with_community else []
    return [str(name) for name in (*names, project.compound) if name]


def stage_badge(stage: Stage) -> Badge:
    """With its number on the way, so that progress is seen at a glance."""
    place = WAY.index(Stage.ACCEPTANCE if stage == Stage.MENDING else stage) + 1
    named = {"place": place, "all": len(WAY), "stage": stage.label}
    return Badge(_("%(place)d of %(all)d: %(stage)s") % named, stage.badge)


def stage_counts(projects: Sequence[ProjectEntry], path: str, chosen: str) -> list[OptionGroup]:
    """A filter by stage with the number of projects in each; nothing to choose where all are in one."""
    counts = Counter(project.stage for project in projects)
    if len(counts) < 2:
        return []
    options = [
        Option(
            str(stage.label), path if chosen == stage else f"{path}?stage={stage.value}", chosen == stage, counts[stage]
        )
        for stage in Stage
        if counts[stage]
    ]
    return [OptionGroup(_("Stage"), options)]


def works_links(works: Iterable[WorksEntry], request: HttpRequest) -> list[LinkItem]:
    return [
        LinkItem(
            title=entry.title,
            url=f"{home_url(request, entry.community)}{entry.path}",
            summary=" · ".join(part for part in (entry.when, entry.place) if part),
            icon=entry.icon,
            badges=[Badge(_("Now"), entry.badge)] if entry.is_now and not entry.notice.is_cancelled else [],
            language=entry.language,
        )
        for entry in works
    ]
