from leaking.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "leaking.silent"
    label = "silent"
    plugin = declared("silent")
