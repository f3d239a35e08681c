"""Somebody who asked to join a team, or is in it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.components import Fact
from portal.participation.models import Entry
from portal.volunteers.choices import MemberStatus
from portal.volunteers.models.team import Team
from portal.volunteers.querysets import MemberQuerySet


class Member(Entry):
    """Written by `portal.volunteers.members`. Who they are is erased two years after they left or were declined; the
    hours stay as numbers of the team."""

    kept_for = dt.timedelta(days=730)
    kept_after = "ended_at"
    personal_fields: ClassVar[tuple[str, ...]] = ("available", "skills", "question", "answer")
    private_template = "volunteers/member.html"
    read_with = ("team",)
    changes_pages = True  # the number of members stands on the team's page

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members", verbose_name=_("team"))
    status = models.CharField(
        _("status"), max_length=10, choices=MemberStatus, default=MemberStatus.ASKED, editable=False
    )
    available = models.TextField(
        _("when you have time"), max_length=300, blank=True, help_text=_("Saturday mornings, say.")
    )
    skills = models.TextField(
        _("what you are good at"),
        max_length=300,
        blank=True,
        help_text=_("Languages, first aid, repairs. As you like."),
    )
    question = models.TextField(_("question"), max_length=300, blank=True, editable=False)
    answer = models.TextField(_("answer"), max_length=500, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    vetted_at = models.DateTimeField(_("vetted at"), null=True, editable=False)
    vetted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("vetted by"),
    )
    ended_at = models.DateTimeField(_("left at"), null=True, editable=False)

    objects: ClassVar[Any] = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("-entry_ptr",)
        default_permissions = ()
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=MemberStatus.values), name="member_status_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, status__in=("asked", "question", "active"))
                | Q(ended_at__isnull=False, status__in=("declined", "left")),
                name="member_end_has_its_time",
            ),
        ]

    # What it says of itself, see `Entry`

    def get_title(self) -> str:
        return str(self.team)

    def get_status(self) -> str:
        return str(MemberStatus(self.status).label)

    def get_facts(self) -> list[Fact]:
        facts = [Fact(str(_("When you have time")), self.available), Fact(str(_("What you are good at")), self.skills)]
        return [fact for fact in facts if fact.value]

    def can_be_withdrawn(self) -> bool:
        return self.ended_at is None

    def on_handed_in(self) -> None:
        from portal.volunteers.members import greet  # noqa: PLC0415 - actions are built on models

        greet(self)

    def on_withdrawn(self) -> None:
        from portal.volunteers.members import leave  # noqa: PLC0415 - actions are built on models

        leave(self)

    def act(self, action: str, argument: str, values: Mapping[str, str]) -> bool:
        from portal.volunteers.member_buttons import press  # noqa: PLC0415 - actions are built on models

        return press(self, action, argument, values)

    @classmethod
    def erase_related(cls, pks: list[Any]) -> None:
        from portal.volunteers.members import forget  # noqa: PLC0415 - actions are built on models

        forget(pks)

    # Who may what

    @property
    def is_active(self) -> bool:
        return self.status == MemberStatus.ACTIVE and self.withdrawn_at is None

    @property
    def is_vetted(self) -> bool:
        return self.is_active and self.vetted_at is not None

    @property
    def is_leader(self) -> bool:
        return self.is_active and self.team.leader_id == self.pk
