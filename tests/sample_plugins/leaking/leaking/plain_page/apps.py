from leaking.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "leaking.plain_page"
    label = "plain_page"
    plugin = declared("plain_page")
