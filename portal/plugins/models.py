"""What the city says of plugins, and where they are on. Written by `portal.plugins.actions` and the fuse only."""

from django.conf import settings as django_settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.communities.models import Community, District, Street
from portal.names import Names
from portal.plugins.choices import Policy


class InstalledPlugin(models.Model):
    """A plugin that is or was installed. The row outlives the package, so that what it left can still be named."""

    key = models.CharField(_("key"), max_length=40, primary_key=True)
    app_label = models.CharField(max_length=100)
    names = models.JSONField(_("name"), default=dict)
    policy = models.CharField(_("policy"), max_length=10, choices=Policy, default=Policy.WITHHELD)

    class Meta:
        ordering = ("key",)
        default_permissions = ()
        verbose_name = _("plugin")
        verbose_name_plural = _("plugins")
        constraints = [models.CheckConstraint(condition=Q(policy__in=Policy.values), name="plugin_policy_is_known")]

    def __str__(self) -> str:
        return str(Names(self.names)) or self.key


class PolicyException(models.Model):
    """Another policy for one district or one street office; the street's counts before its district's."""

    plugin = models.ForeignKey(InstalledPlugin, on_delete=models.CASCADE, related_name="exceptions")
    district = models.ForeignKey(
        District, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    street = models.ForeignKey(
        Street, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("street office")
    )
    policy = models.CharField(_("policy"), max_length=10, choices=Policy)

    class Meta:
        ordering = ("plugin", "district__code", "street__code")
        default_permissions = ()
        verbose_name = _("policy for a district or street")
        verbose_name_plural = _("policies for districts and streets")
        constraints = [
            models.CheckConstraint(
                condition=Q(district__isnull=True, street__isnull=False)
                | Q(district__isnull=False, street__isnull=True),
                name="policy_exception_is_of_one_place",
            ),
            models.CheckConstraint(condition=Q(policy__in=Policy.values), name="policy_exception_is_known"),
            models.UniqueConstraint(fields=("plugin", "district"), name="policy_exception_once_a_district"),
            models.UniqueConstraint(fields=("plugin", "street"), name="policy_exception_once_a_street"),
        ]

    def __str__(self) -> str:
        return f"{self.street or self.district}: {self.get_policy_display()}"


class BulkSwitch(models.Model):
    """Switching a plugin on or off in many communities at once: what was asked for, how far it got, what was refused.

    `districts` and `streets` are official codes; without any it is about the whole city. `refused` is {community's
    code: refusal as JSON}, `failed` the codes of those in which the database did not let it happen.
    """

    changes_pages = False  # the switches themselves do

    plugin = models.ForeignKey(
        InstalledPlugin, on_delete=models.CASCADE, related_name="bulk_switches", verbose_name=_("plugin")
    )
    turn_on = models.BooleanField(_("switch on"))
    districts = models.JSONField(_("districts"), default=list)
    streets = models.JSONField(_("street offices"), default=list)
    asked_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    worked_at = models.DateTimeField(_("last worked on"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    changed = models.PositiveIntegerField(_("switched"), default=0)
    refused = models.JSONField(_("refused"), default=dict)
    failed = models.JSONField(_("failed"), default=list)

    class Meta:
        ordering = ("-asked_at",)
        default_permissions = ()
        verbose_name = _("switch in many communities")
        verbose_name_plural = _("switches in many communities")

    def __str__(self) -> str:
        return f"{self.plugin} · {_('switch on') if self.turn_on else _('switch off')}"


class ActivationQuerySet(models.QuerySet["Activation"]):
    def locked(self, key: str, community: Community | None) -> "Activation":
        """The row, made if there is none, locked for the rest of the transaction."""
        self.get_or_create(plugin_id=key, community=community)
        return self.select_for_update(of=("self",)).get(plugin_id=key, community=community)


class Activation(models.Model):
    """A plugin in a community (None: in the city as a whole): is it on, how is it set, does it work.

    The row stays when the plugin is switched off, so that its settings come back with it. `is_started` is what the
    plugin was told last, by `plugin_enabled` or `plugin_disabled`; `portal.plugins.starting` brings it in step. The
    last four fields belong to the fuse: failures since `failing_since`, and since when its hooks are not called any
    more.
    """

    plugin = models.ForeignKey(InstalledPlugin, on_delete=models.CASCADE, related_name="activations")
    community = models.ForeignKey(
        Community,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="activations",
        verbose_name=_("community"),
    )
    is_on = models.BooleanField(_("switched on"), default=False)
    is_started = models.BooleanField(_("started"), default=False)
    settings = models.JSONField(_("settings"), default=dict, encoder=DjangoJSONEncoder)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    changed_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    failures = models.PositiveIntegerField(_("failures"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    last_failure = models.CharField(_("last failure"), max_length=200, blank=True)
    muted_at = models.DateTimeField(_("muted at"), null=True, blank=True)

    objects = ActivationQuerySet.as_manager()

    class Meta:
        ordering = ("plugin", "community__code")
        default_permissions = ()
        verbose_name = _("plugin in a community")
        verbose_name_plural = _("plugins in communities")
        constraints = [
            models.UniqueConstraint(fields=("plugin", "community"), name="activation_once_a_community"),
            models.UniqueConstraint(
                fields=("plugin",), condition=Q(community__isnull=True), name="activation_once_in_the_city"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plugin} · {self.community or _('the whole city')}"
