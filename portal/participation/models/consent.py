"""Consent: to which words, by whom, when and how."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.names import NamesField
from portal.participation.choices import ConsentOf, HandedInBy
from portal.participation.models.entry import Entry


class ConsentNotice(models.Model):
    """What persons are told before they say yes. Once somebody did, its words stay; new words are a new version."""

    changes_pages = False

    key = models.CharField(_("matter"), max_length=80, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    titles = NamesField(_("title"), max_length=200)
    texts = NamesField(_("text"), max_length=4000)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)

    class Meta:
        ordering = ("key", "-version")
        default_permissions = ()
        verbose_name = _("consent notice")
        verbose_name_plural = _("consent notices")
        constraints = [models.UniqueConstraint(fields=("key", "version"), name="notice_version_is_unique")]

    def __str__(self) -> str:
        return f"{self.titles} ({self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and self.is_used():
            raise ValidationError(_("Somebody agreed to these words already. Write a new version."))
        super().save(*args, **kwargs)

    def is_used(self) -> bool:
        return self.consents.exists()


class Consent(models.Model):
    """Somebody agreed to a notice. Outlives the person's data: that consent was given, to what, when and how."""

    changes_pages = False

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="consents")
    notice = models.ForeignKey(ConsentNotice, on_delete=models.PROTECT, related_name="consents")
    given_by = models.CharField(_("given by"), max_length=10, choices=ConsentOf, default=ConsentOf.SELF)
    guardian = models.CharField(_("name of the guardian"), max_length=100, blank=True)
    channel = models.CharField(_("how"), max_length=10, choices=HandedInBy)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("typed in by")
    )
    language = models.CharField(_("language"), max_length=12)
    given_at = models.DateTimeField(pgettext_lazy("consent", "given at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        ordering = ("given_at", "pk")
        default_permissions = ()
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=("entry", "notice"), condition=Q(withdrawn_at=None), name="consent_holds_once"
            ),
            models.CheckConstraint(condition=Q(channel__in=HandedInBy.values), name="consent_channel_is_known"),
            models.CheckConstraint(condition=Q(given_by__in=ConsentOf.values), name="consent_giver_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.given_at:%Y-%m-%d}"
