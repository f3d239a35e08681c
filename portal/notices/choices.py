from django.db import models
from django.utils.translation import gettext_lazy as _

#: How long a notice without dates of its own stands among the current ones.
CURRENT_DAYS = 60


class NoticeKind(models.TextChoices):
    """通知公告, 社区动态, 公示."""

    NOTICE = "notice", _("Notice")
    NEWS = "news", _("News")
    ANNOUNCEMENT = "announcement", _("Public announcement")

    @property
    def badge(self) -> str:
        return {"notice": "info", "news": "good", "announcement": "warn"}[self.value]

    @property
    def icon(self) -> str:
        return {"notice": "notice", "news": "news", "announcement": "law"}[self.value]
