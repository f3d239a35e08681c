from leaking.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "leaking.insider"
    label = "insider"
    plugin = declared("insider")
