"""What families of a class might be told: its dates or its place changed. Staff send it, or leave it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.plugins.api import NamesField
from portal.plugins.bundled.class_signups.choices import Decision
from portal.plugins.bundled.class_signups.models.course import ClassCourse


class ClassProposal(models.Model):
    """`changes` are the rows of `differences`. One is open for a course: what changes further goes into it, and raises
    its `version`, so that nobody sends what they have not seen."""

    changes_pages = False

    course = models.ForeignKey(
        ClassCourse, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("class"), editable=False
    )
    changes = models.JSONField(default=list, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    notes = NamesField(_("what else they have to know"), blank=True, max_length=200)
    created_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    decision = models.CharField(_("what became of it"), max_length=10, choices=Decision, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    families = models.PositiveIntegerField(_("families told"), default=0, editable=False)

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        verbose_name = _("proposed message")
        verbose_name_plural = _("proposed messages")
        constraints = [
            models.UniqueConstraint(fields=("course",), condition=Q(decision=""), name="class_proposal_open_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | ~Q(decision="") & Q(decided_at__isnull=False),
                name="class_proposal_decided_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.created_at:%Y-%m-%d %H:%M}"
