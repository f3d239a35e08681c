from leaking.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "leaking.wiping"
    label = "wiping"
    plugin = declared("wiping")
