"""How far a project is. Staff move it along its way; what acceptance decides is in `acceptance`."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.renovation.choices import Stage
from portal.renovation.models import RenovationProject, StageDates
from portal.renovation.stages import can_follow, steps_by_hand


@transaction.atomic
def move_to_stage(project: RenovationProject, stage: Stage, *, by: AbstractBaseUser | None) -> RenovationProject:
    """The next step that staff take by hand. Raises ValidationError for any other, and for one that comes too early."""
    project = locked(project)
    if stage not in steps_by_hand(Stage(project.stage)):
        raise ValidationError(_("The project cannot go there from where it is."))
    survey = getattr(project, "survey", None)
    if project.stage == Stage.ASKING and survey and survey.counted_at is None and not survey.is_over:
        raise ValidationError(_("Residents are still being asked: end the survey first."))
    enter_stage(project, stage, by=by)
    project.save()
    return project


def locked(project: RenovationProject) -> RenovationProject:
    """Two who move a project at the same time: one after the other."""
    return RenovationProject.objects.select_for_update(of=("self",)).get(pk=project.pk)


def enter_stage(project: RenovationProject, stage: Stage, *, by: AbstractBaseUser | None) -> None:
    """Inside an action that has locked the project and saves it: the stage, the days, the log."""
    before = Stage(project.stage)
    if not can_follow(before, stage):
        raise ValidationError(_("The project cannot go there from where it is."))
    today = timezone.localdate()
    StageDates.objects.filter(project=project, stage=before, ended_on=None).update(ended_on=today)
    dates, _created = StageDates.objects.get_or_create(project=project, stage=stage)
    dates.began_on, dates.ended_on = dates.began_on or today, today if stage == Stage.DONE else None
    dates.save()
    project.stage = stage
    log(instance=project, action="renovation.enter_stage", user=by, data={"before": before.value, "after": stage.value})
