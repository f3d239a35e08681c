from leaking.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "leaking.phoning"
    label = "phoning"
    plugin = declared("phoning")
