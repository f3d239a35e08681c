from leaking.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "leaking.painting"
    label = "painting"
    plugin = declared("painting")
