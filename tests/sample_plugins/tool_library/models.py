from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.plugins.api import (
    Community,
    NamesField,
    PhoneField,
    PluginPage,
    calendar_changed,
    entries_changed,
    plugin_url,
)


class ToolLibraryPage(PluginPage):
    """What there is to borrow. One in each language stands below a community's home page."""

    introduction = models.TextField(_("introduction"), blank=True)

    search_kind = "tools"
    max_count_per_parent = 1
    content_panels = [*PluginPage.content_panels, "introduction"]

    class Meta:
        verbose_name = _("tool library page")
        verbose_name_plural = _("tool library pages")

    def get_description(self) -> str:
        return self.introduction

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        community = self.get_community(request)
        context["tools"] = Tool.objects.filter(community=community)
        context["ask_url"] = plugin_url("tools", "ask", community=community, request=request)
        return context


class Tool(models.Model):
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", verbose_name=_("community"))
    names = NamesField(_("name"), max_length=60)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("tool")
        verbose_name_plural = _("tools")

    def __str__(self) -> str:
        return str(self.names)

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        self.say_changed()

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        self.say_changed()
        return super().delete(*args, **kwargs)

    def say_changed(self) -> None:
        """In the search and the calendar it has one name."""
        entries_changed("tools", [f"tool-{self.pk}"])
        calendar_changed("tools", [f"tool-{self.pk}"])


class Loan(models.Model):
    """Somebody waits for a tool. Forgotten half a year after it was asked for; paused while the plugin is off."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="loans", verbose_name=_("tool"))
    name = models.CharField(_("your name"), max_length=60)
    phone = PhoneField(_("your phone"))
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    is_paused = models.BooleanField(_("paused"), default=False)

    # Residents' pages do not show it, so saving it need not renew them.
    changes_pages = False

    class Meta:
        ordering = ["asked_at"]
        verbose_name = _("loan")
        verbose_name_plural = _("loans")

    def __str__(self) -> str:
        return f"{self.tool}, {self.asked_at:%Y-%m-%d}"

    @property
    def about(self) -> str:
        """By which messages about it are known."""
        return f"tools.loan:{self.pk}"
