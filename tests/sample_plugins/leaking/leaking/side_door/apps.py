from leaking.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "leaking.side_door"
    label = "side_door"
    plugin = declared("side_door")
