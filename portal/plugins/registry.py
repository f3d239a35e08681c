"""The plugins of this process: declared, loaded, and not left out."""

from collections.abc import Mapping

from django.apps import apps
from django.db.models import Model

from portal.plugins.app_config import PluginConfig
from portal.plugins.declaration import Plugin
from portal.plugins.quarantine import is_quarantined


def configs() -> list[PluginConfig]:
    found = [config for config in apps.get_app_configs() if isinstance(config, PluginConfig)]
    return [config for config in found if not is_quarantined(config.plugin.key)]


def installed() -> Mapping[str, Plugin]:
    """{key: declaration}, in the order of INSTALLED_APPS."""
    return {config.plugin.key: config.plugin for config in configs()}


def models_of(plugin: Plugin) -> list[type[Model]]:
    return [model for config in configs() if config.plugin.key == plugin.key for model in config.get_models()]


def label_of(plugin: Plugin) -> str:
    """The label of its app, with which its models and its entries are named."""
    return next(config.label for config in configs() if config.plugin.key == plugin.key)


def plugin_of(model: type[Model] | None) -> Plugin | None:
    """The plugin a model belongs to; None for the portal's own."""
    if model is None:
        return None
    config = apps.get_app_config(model._meta.app_label)
    return config.plugin if isinstance(config, PluginConfig) else None
