from leaking.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "leaking.greedy"
    label = "greedy"
    plugin = declared("greedy")
