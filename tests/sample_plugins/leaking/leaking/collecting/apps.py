from leaking.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "leaking.collecting"
    label = "collecting"
    plugin = declared("collecting")
