from leaking.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "leaking.nosy"
    label = "nosy"
    plugin = declared("nosy")
