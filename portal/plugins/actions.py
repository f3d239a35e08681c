"""Switching plugins on and off, and what the city says of them. One transaction each, checked, done, logged."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.communities.models import Community, District, Street
from portal.plugins import signals
from portal.plugins.activation import states_for
from portal.plugins.choices import Level, Policy
from portal.plugins.declaration import Plugin
from portal.plugins.models import Activation, InstalledPlugin, PolicyException
from portal.plugins.registry import installed
from portal.plugins.rules import Refused, refusal_to_disable, refusal_to_enable
from portal.plugins.starting import tell_plugin, tell_soon


@transaction.atomic
def enable_plugin(key: str, *, community: Community | None = None, by: User | None = None) -> Activation:
    """Switch a plugin on in a community, or (None) a plugin of the city's level in the city. Idempotent.

    What it had there before comes back with it. Raises ValidationError for a plugin that is not installed or not of
    that level, Refused for one that is withheld there or needs another one which is off.
    """
    plugin, activation = _locked(key, community)
    if refusal := refusal_to_enable(plugin, states_for(community)):
        raise Refused(refusal)
    if activation.is_on:
        return activation
    return _set(activation, is_on=True, by=by, action="plugins.enable")


@transaction.atomic
def disable_plugin(key: str, *, community: Community | None = None, by: User | None = None) -> Activation:
    """Switch it off: everything of it is gone at once, nothing of it is deleted. Idempotent.

    Raises Refused where the city requires it, and while another plugin that is on needs it.
    """
    plugin, activation = _locked(key, community)
    if refusal := refusal_to_disable(plugin, states_for(community)):
        raise Refused(refusal)
    if not activation.is_on:
        return activation
    return _set(activation, is_on=False, by=by, action="plugins.disable")


@transaction.atomic
def change_settings(
    key: str, *, community: Community | None, settings: Mapping[str, Any], by: User | None = None
) -> Activation:
    """Keep what a community set for a plugin: the cleaned values of its settings form."""
    _plugin, activation = _locked(key, community)
    activation.settings, activation.changed_by = dict(settings), by
    activation.save()
    log(instance=activation, action="plugins.change_settings", user=by)
    return activation


@transaction.atomic
def reset_fuse(key: str, *, community: Community | None, by: User | None = None) -> Activation:
    """Call a muted plugin's hooks again, counting from nothing.

    Without a community: those that are called for the whole city at once (search, the sitemap), whatever its level.
    """
    _installed(key)
    activation = Activation.objects.locked(key, community)
    activation.failures, activation.failing_since, activation.muted_at = 0, None, None
    activation.save()
    log(instance=activation, action="plugins.reset", user=by)
    transaction.on_commit(partial(tell_soon.enqueue, key))
    return activation


@transaction.atomic
def set_policy(
    key: str,
    policy: Policy | None,
    *,
    district: District | None = None,
    street: Street | None = None,
    by: User | None = None,
) -> InstalledPlugin:
    """What the city says of a plugin for all, for a district or for a street office; None takes an exception back.

    Communities keep what they chose: it counts again when the policy allows it again. The plugin learns soon after in
    which communities it is on or off now. A plugin of the city's level has no exceptions.
    """
    plugin = _installed(key)
    if (district or street) and plugin.level == Level.CITY:
        raise ValidationError(_("“%(plugin)s” works for the whole city only.") % {"plugin": plugin.name})
    row = InstalledPlugin.objects.select_for_update().get(key=key)
    if district or street:
        exceptions = PolicyException.objects.filter(plugin=row, district=district, street=street)
        exceptions.delete()
        if policy is not None:
            PolicyException.objects.create(plugin=row, district=district, street=street, policy=policy)
    elif policy is None:
        raise ValidationError(_("For all there has to be a policy."))
    else:
        row.policy = policy
        row.save(update_fields=["policy"])
    where = street or district
    data = {"policy": policy or "", "where": str(where.names) if where else "", "plugin": str(row)}
    log(instance=row, action="plugins.set_policy", user=by, data=data)
    signals.plugin_switched.send(sender=Plugin, key=key, community=None)
    transaction.on_commit(partial(tell_soon.enqueue, key))
    return row


def _installed(key: str) -> Plugin:
    plugin = installed().get(key)
    if plugin is None:
        raise ValidationError(_("No plugin named “%(key)s” is installed.") % {"key": key})
    return plugin


def _locked(key: str, community: Community | None) -> tuple[Plugin, Activation]:
    plugin = _installed(key)
    if (community is None) != (plugin.level == Level.CITY):
        raise ValidationError(_("“%(plugin)s” is not for here.") % {"plugin": plugin.name})
    return plugin, Activation.objects.locked(key, community)


def _set(activation: Activation, *, is_on: bool, by: User | None, action: str) -> Activation:
    activation.is_on, activation.changed_by = is_on, by
    activation.save()
    values = {"plugin": str(activation.plugin), "community": str(activation.community or "")}
    log(instance=activation, action=action, user=by, data=values)
    signals.plugin_switched.send(sender=Plugin, key=activation.plugin_id, community=activation.community)
    tell_plugin(activation.plugin_id, activation.community)
    activation.refresh_from_db(fields=["is_started"])
    return activation
