from left_out.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "left_out.unknown_hook"
    label = "unknown_hook"
    plugin = declared("unknown_hook")
