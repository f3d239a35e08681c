from left_out.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "left_out.in_urls"
    label = "in_urls"
    plugin = declared("in_urls", urls="left_out.in_urls.addresses")
