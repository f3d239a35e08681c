"""Signed papers behind answers: when, by whom and why they were entered, and their scan."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.plugins.api import EncryptedBytesField
from portal.plugins.bundled.elevator_consultations.choices import Signer
from portal.plugins.bundled.elevator_consultations.models.question import Answer


class SignedPaper(models.Model):
    """One that was replaced by a later answer stays until the case is erased: it is proof of what was said when.
    `content` is empty where no scan was asked for. Read it by `defer` or not at all in lists."""

    changes_pages = False

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="papers")
    signed_by = models.CharField(_("signed by"), max_length=10, choices=Signer)
    signed_on = models.DateField(_("signed on"))
    content = EncryptedBytesField(_("scan"), blank=True, default=b"")
    content_type = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    why = models.CharField(_("why it was entered by staff"), max_length=200)
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        ordering = ("answer_id", "-pk")
        default_permissions = ()
        verbose_name = _("signed paper")
        verbose_name_plural = _("signed papers")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest="", content_type="") | ~models.Q(digest="") & ~models.Q(content_type=""),
                name="elevator_scan_has_digest_and_type",
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.signed_on}"
