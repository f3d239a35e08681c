"""A resident who shows that a phone is theirs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.phones import PhoneField


class PhoneSignIn(models.Model):
    """A code that was sent to a phone, and the short visit it opens. Secrets are hashes; forgotten within a day.

    A wrong guess counts against its own row, so whoever guesses does not lock out the phone's owner.
    """

    changes_pages = False

    phone = PhoneField(_("phone"), db_index=True)
    code_hash = models.CharField(max_length=64, blank=True)
    has_sent = models.BooleanField(default=False)
    asked_at = models.DateTimeField(auto_now_add=True, db_index=True)
    guesses = models.PositiveSmallIntegerField(default=0)
    visit_hash = models.CharField(max_length=64, unique=True, null=True)
    visit_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("sign-in by phone")
        verbose_name_plural = _("sign-ins by phone")

    def __str__(self) -> str:
        return f"{self.pk} {self.asked_at:%Y-%m-%d %H:%M}"
