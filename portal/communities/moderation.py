"""The workflow that contributors' pages go through, and the mail that tells moderators."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_noop, override
from wagtail.admin.mail import BaseGroupApprovalTaskStateEmailNotifier
from wagtail.models import Page, TaskState, Workflow, WorkflowPage, WorkflowTask

from portal.communities.models import ModerationTask

# What it is called in mails and on its pages, and who things are sent to.
WORKFLOW, MODERATORS = gettext_noop("Moderation"), gettext_noop("Editors")


def in_all_languages(message: str) -> str:
    """Wagtail keeps one name of a workflow and shows it to everybody."""
    names = []
    for code, _label in settings.LANGUAGES:
        with override(code):
            names.append(gettext(message))
    return " / ".join(names)


@transaction.atomic
def refresh_moderation() -> Workflow:
    """Put every page of every language under the one workflow, in place of the one Wagtail brings along.

    It hangs on the root of the tree, above the home pages of all languages. A workflow that a superuser hung
    lower in the tree, or put in its place, stays. Part of `create_city`.
    """
    task = ModerationTask.objects.first() or ModerationTask.objects.create(name=in_all_languages(MODERATORS))
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first()
    if workflow is not None:
        return workflow
    workflow = Workflow.objects.create(name=in_all_languages(WORKFLOW))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=Page.objects.get(depth=1), defaults={"workflow": workflow})
    return workflow


class ModerationMail(BaseGroupApprovalTaskStateEmailNotifier):
    """Wagtail's mail "submitted for moderation", to the editors and leads of the page's community."""

    notification = "submitted"

    def can_handle(self, instance: TaskState, **kwargs: Any) -> bool:
        return isinstance(instance, TaskState) and isinstance(instance.task.specific, ModerationTask)

    def get_recipient_users(self, task_state: TaskState, **kwargs: Any) -> QuerySet[User]:
        page = task_state.workflow_state.content_object
        moderators = get_user_model().objects.filter(
            is_active=True,
            groups__role_group__isnull=False,
            groups__page_permissions__page__in=page.get_ancestors(inclusive=True),
            groups__page_permissions__permission__codename="publish_page",
        )
        submitter = kwargs.get("user")
        return moderators.exclude(pk=submitter.pk).distinct() if submitter else moderators.distinct()


moderation_mail = ModerationMail()
