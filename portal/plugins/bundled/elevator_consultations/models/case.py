"""A case: one building or stairwell on its way to an elevator. Written from its pages by `storing`."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents import get_document_model_string

from portal.plugins.api import Community, NamesField
from portal.plugins.bundled.elevator_consultations.choices import DocumentKind, Stage
from portal.plugins.bundled.elevator_consultations.querysets import CaseQuerySet


class Case(models.Model):
    """`key` is the translation key of its pages, `path` their address below the community's.

    Whatever changes register, questions, answers, stage, notices or objections locks this row first and adds to the
    chain in the same transaction (`chain.append`): `chain_length` and `chain_head` are its end.
    """

    key = models.UUIDField(unique=True, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", verbose_name=_("community"))
    names = NamesField(_("name of the case"), max_length=255)
    path = models.CharField(max_length=500, editable=False)
    is_public = models.BooleanField(_("is shown"), default=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.SURVEY, editable=False)
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now, editable=False)
    stop_reason = NamesField(_("why it is stopped"), blank=True, multiline=True, max_length=500)
    chain_length = models.PositiveIntegerField(default=0, editable=False)
    chain_head = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-stage_since", "-pk")
        default_permissions = ()
        verbose_name = _("elevator case")
        verbose_name_plural = _("elevator cases")
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="elevator_stage_is_known"),
            models.CheckConstraint(
                condition=~Q(stage=Stage.STOPPED) | ~Q(stop_reason={}), name="elevator_stopped_says_why"
            ),
        ]

    def __str__(self) -> str:
        return str(self.names)


class StageMove(models.Model):
    """A step of a case, for its timeline. `note` may be read by everybody."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(_("from"), max_length=12, choices=Stage)
    after = models.CharField(_("to"), max_length=12, choices=Stage)
    note = NamesField(_("what is said about it"), blank=True, multiline=True, max_length=500)
    moved_at = models.DateTimeField(_("when"), default=timezone.now)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("elevator case", "by"),
    )

    class Meta:
        ordering = ("moved_at", "pk")
        default_permissions = ()
        verbose_name = _("step of a case")
        verbose_name_plural = _("steps of a case")
        constraints = [
            models.CheckConstraint(condition=~Q(before=models.F("after")), name="elevator_move_goes_somewhere")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.before} > {self.after}"


class CaseDocument(models.Model):
    """A drawing, agreement, permit: for everybody, on the page of its stage."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind)
    titles = NamesField(_("title"), max_length=200)
    document = models.ForeignKey(
        get_document_model_string(),
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("elevator case", "document"),
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        ordering = ("added_at", "pk")
        default_permissions = ()
        verbose_name = _("document of a case")
        verbose_name_plural = _("documents of a case")

    def __str__(self) -> str:
        return str(self.titles)
