"""Messages of plugins."""

from django.apps import apps

from portal.notifications.kinds import MessageKind, register_kind
from portal.plugins.app_config import PluginConfig
from portal.plugins.declaration import DeclarationError


def register_message(kind: MessageKind) -> MessageKind:
    """Declare a kind of message, in AppConfig.ready(). Its key begins with the plugin's, `"tools.ready"`: where
    the plugin is off, it does not go out."""
    owner = kind.key.partition(".")[0]
    keys = {config.plugin.key for config in apps.get_app_configs() if isinstance(config, PluginConfig)}
    if owner not in keys or "." not in kind.key:
        raise DeclarationError(f"the kind of message {kind.key!r} does not begin with its plugin's key and a dot")
    return register_kind(kind)
