"""What residents say of a guide. No name, no address, no account."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.communities.models import Community
from portal.services.choices import FeedbackReason


class GuideFeedback(models.Model):
    """`token` comes from the form's address, so that a form sent twice counts once."""

    #: Residents' pages do not show it, so the page cache stays.
    changes_pages = False

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    guide_key = models.UUIDField(_("guide"), db_index=True)
    language = models.CharField(_("language"), max_length=10)
    community = models.ForeignKey(
        Community,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="guide_feedback",
        verbose_name=_("community"),
    )
    helpful = models.BooleanField(_("helpful"))
    reason = models.CharField(_("reason"), max_length=10, choices=FeedbackReason, blank=True)
    comment = models.TextField(_("comment"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True, db_index=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("answer to “Was this helpful?”")
        verbose_name_plural = _("answers to “Was this helpful?”")

    def __str__(self) -> str:
        return f"{self.guide_key} {'+' if self.helpful else '-'}"
