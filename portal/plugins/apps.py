from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PluginsConfig(AppConfig):
    name = "portal.plugins"
    label = "plugins"

    def ready(self) -> None:
        """Plugins stand after this app, so their own `ready()` finds everything here in place."""
        from portal.plugins import (  # noqa: PLC0415 - once the apps are loaded
            calling,
            gone,  # noqa: F401 - registers its check
            hidden,
            orphans,
            privacy,
            records,
            registry,
            remembering,
            starting,
            withholding,
        )

        for config in registry.configs():
            if hooks := config.load():
                calling.register_plugin(config, hooks)
        post_migrate.connect(records.record_installed, sender=self)
        remembering.connect()
        orphans.connect()
        withholding.connect()
        hidden.preview_nothing_gone()
        privacy.register_jobs()
        starting.register_jobs()
