from leaking.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "leaking.plain_list"
    label = "plain_list"
    plugin = declared("plain_list")
