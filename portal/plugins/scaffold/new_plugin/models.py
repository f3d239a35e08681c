from django.db import models
from django.utils.translation import gettext_lazy as _
from portal.plugins.api import Community, PhoneField, PluginPage, plugin_url


class SignUpPage(PluginPage):
    """What it is about. One in each language stands below a community's home page once the plugin is on."""

    introduction = models.TextField(_("introduction"), blank=True)

    search_kind = "new_plugin"
    max_count_per_parent = 1
    subpage_types = []
    content_panels = [*PluginPage.content_panels, "introduction"]

    class Meta:
        verbose_name = _("sign-up page")
        verbose_name_plural = _("sign-up pages")

    def get_description(self):
        return self.introduction

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        here = self.get_community(request)
        url = plugin_url("new_plugin", "sign_up", community=here, request=request)
        return context | {"sign_up_url": url}


class SignUp(models.Model):
    """Somebody signed up. Personal: `personal_data.py` says how long it is kept, gives it out and erases it."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", verbose_name=_("community"))
    name = models.CharField(_("name"), max_length=60)
    phone = PhoneField(_("phone"))
    note = models.TextField(_("note"), max_length=500, blank=True)
    is_done = models.BooleanField(_("dealt with"), default=False)
    signed_up_at = models.DateTimeField(_("signed up at"), auto_now_add=True)

    # Residents' pages do not show it, so saving it need not renew them.
    changes_pages = False

    class Meta:
        ordering = ["is_done", "signed_up_at"]
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        constraints = [models.UniqueConstraint(fields=["community", "phone"], name="%(app_label)s_once_a_phone")]

    def __str__(self):
        return self.name
