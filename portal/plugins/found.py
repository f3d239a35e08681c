"""Where Django finds the plugins: `portal.plugins.found.KEY` in INSTALLED_APPS is the AppConfig of that entry point.

The attribute is asked for when Django loads its apps. A plugin that cannot be loaded then is answered by a stand-in
without models, addresses or hooks, so that the portal starts without it and says why.
"""

from django.apps import AppConfig

from portal.plugins import discovery
from portal.plugins.app_config import config_of


def __getattr__(key: str) -> type[AppConfig]:
    if key.startswith("__") or key not in discovery.found():
        raise AttributeError(f"no plugin named {key!r} is installed")
    return config_of(discovery.found()[key])
