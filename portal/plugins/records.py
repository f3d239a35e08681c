"""A row for each installed plugin, written after migrations, as content types are."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS

from portal.plugins.models import InstalledPlugin
from portal.plugins.registry import configs


def record_installed(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Idempotent. Policies stay as they are; a new plugin is withheld until the city decides."""
    if using != DEFAULT_DB_ALIAS:
        return
    for config in configs():
        values = {"app_label": config.label, "names": dict(config.plugin.names)}
        InstalledPlugin.objects.update_or_create(key=config.plugin.key, defaults=values)
