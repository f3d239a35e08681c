from left_out.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "left_out.lost_reference"
    label = "lost_reference"
    plugin = declared("lost_reference")
