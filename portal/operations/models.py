from django.db import models
from django.utils.translation import gettext_lazy as _


class TimedJob(models.Model):
    """When a job of `manage.py run_due` last succeeded, and how it failed since."""

    changes_pages = False  # written every minute; see page_cache

    name = models.CharField(_("name"), max_length=100, unique=True)
    succeeded_at = models.DateTimeField(_("succeeded at"), null=True)
    failed_at = models.DateTimeField(_("failed at"), null=True)
    error = models.CharField(_("error"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("timed job")
        verbose_name_plural = _("timed jobs")

    def __str__(self) -> str:
        return self.name
