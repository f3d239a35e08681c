"""What changes what: calendar and search learn of works notices and projects in the transaction that changes them."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.signals import page_published, page_unpublished

from portal.plugins.calendar import calendar_changed
from portal.renovation.models import (
    NeedsSurvey,
    RenovationProject,
    RenovationProjectPage,
    Wish,
    WorksNotice,
)
from search.contract import mark_changed

OWNER = "renovation"


def mark_works(instance: WorksNotice, **kwargs: Any) -> None:
    calendar_changed(OWNER, [f"works-{instance.pk}"])
    mark_project(instance.project)


def mark_buildings(instance: Any, action: str, reverse: bool, **kwargs: Any) -> None:
    if action.startswith("post_") and not reverse:
        calendar_changed(OWNER, [f"works-{instance.pk}"])


def mark_project(instance: RenovationProject, **kwargs: Any) -> None:
    mark_changed([f"page:{instance.key}"])


def mark_survey(instance: NeedsSurvey | Wish, **kwargs: Any) -> None:
    project = instance.project if isinstance(instance, NeedsSurvey) else instance.survey.project
    mark_project(project)


def follow_page(instance: RenovationProjectPage, **kwargs: Any) -> None:
    """Names and address are the live pages'; works are on the calendar only where the project's page is public."""
    project = RenovationProject.objects.get(pk=instance.project_id)
    if instance.live and (project.names.get(instance.language_code), project.slug) != (instance.title, instance.slug):
        project.names[instance.language_code], project.slug = instance.title, instance.slug
        project.save(update_fields=["names", "slug"])
    works = WorksNotice.objects.filter(project=project).values_list("pk", flat=True)
    if works:
        calendar_changed(OWNER, [f"works-{pk}" for pk in works])


def connect() -> None:
    """Called in AppConfig.ready(); the uids keep a second call harmless."""
    for signal in (post_save, post_delete):
        signal.connect(mark_works, sender=WorksNotice, dispatch_uid=f"renovation_works_{id(signal)}")
        signal.connect(mark_survey, sender=NeedsSurvey, dispatch_uid=f"renovation_survey_{id(signal)}")
        signal.connect(mark_survey, sender=Wish, dispatch_uid=f"renovation_wish_{id(signal)}")
    post_save.connect(mark_project, sender=RenovationProject, dispatch_uid="renovation_project")
    m2m_changed.connect(mark_buildings, sender=WorksNotice.buildings.through, dispatch_uid="renovation_buildings")
    for signal in (page_published, page_unpublished):
        signal.connect(follow_page, sender=RenovationProjectPage, dispatch_uid=f"renovation_page_{id(signal)}")
