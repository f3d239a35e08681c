"""What is off is neither told nor shown: the rooms below ask here, since they know of no plugins."""

from django.apps import apps
from django.db.models import Q

from portal.notifications.querysets import withhold
from portal.participation.persons import show_elsewhere
from portal.participation.querysets import EntryQuerySet, register_row_filter
from portal.plugins.activation import communities_with
from portal.plugins.app_config import PluginConfig
from portal.plugins.registry import configs


def only_where_on(rows: EntryQuerySet) -> EntryQuerySet:
    """Entries of plugins only where these are on; of packages that are gone, none."""
    for config in _plugin_apps():
        theirs, on = Q(kind__startswith=f"{config.label}."), communities_with(config.plugin.key)
        rows = rows.exclude(theirs & ~Q(community__in=on.order_by().values("pk")))
    return rows


def is_withheld() -> Q:
    """Deliveries of messages whose plugin is off there. Kinds of messages begin with their plugin's key."""
    off = Q(pk__in=[])
    for config in _plugin_apps():
        on = communities_with(config.plugin.key)
        theirs = Q(message__kind__startswith=f"{config.plugin.key}.")
        off |= theirs & ~Q(message__community__in=on.order_by().values("pk"))
    return off


def _plugin_apps() -> list[PluginConfig]:
    """Also those that were left out: they are on nowhere."""
    return [config for config in apps.get_app_configs() if isinstance(config, PluginConfig)]


def connect() -> None:
    """Called in AppConfig.ready(), once plugins are loaded."""
    register_row_filter(only_where_on)
    withhold(is_withheld)
    for config in configs():
        show_elsewhere(config.label)
