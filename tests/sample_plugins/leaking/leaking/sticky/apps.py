from leaking.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "leaking.sticky"
    label = "sticky"
    plugin = declared("sticky")
