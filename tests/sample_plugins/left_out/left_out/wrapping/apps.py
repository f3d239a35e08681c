from left_out.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "left_out.wrapping"
    label = "wrapping"
    plugin = declared("wrapping")
