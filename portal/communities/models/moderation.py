"""One approval step for all communities: who may publish a page approves what contributors hand in for it."""

from django.contrib.auth.models import User
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState
from wagtail.permissions import policy_registry

from portal.pages import gone_types


class ModerationTask(Task):
    """Moderators are found by the page: editors and leads of its community, or the city's administrators."""

    class Meta:
        verbose_name = _("approval by the page's own editors")
        verbose_name_plural = _("approvals by the page's own editors")

    @classmethod
    def get_description(cls) -> str:
        return gettext("Those who may publish a page may approve it")

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return obj.permissions_for_user(user).can_publish()

    def locked_for_user(self, obj: Page, user: User) -> bool:
        return not obj.permissions_for_user(user).can_publish()

    def user_can_lock(self, obj: Page, user: User) -> bool:
        return obj.permissions_for_user(user).can_publish()

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, str, bool]]:
        if not obj.permissions_for_user(user).can_publish():
            return []
        return [
            ("reject", gettext("Request changes"), True),
            ("approve", gettext("Approve"), False),
            ("approve", gettext("Approve with comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: User, **kwargs: object) -> QuerySet[TaskState]:
        pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
        # Workflow states name their page by a string; PostgreSQL does not compare it with a number.
        ids = (
            pages.exclude(content_type__in=gone_types())
            .order_by()
            .annotate(pk_as_text=Cast("pk", CharField()))
            .values("pk_as_text")
        )
        return TaskState.objects.filter(
            task=self, status=TaskState.STATUS_IN_PROGRESS, workflow_state__object_id__in=ids
        )
