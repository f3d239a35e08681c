from left_out.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "left_out.in_wagtail_hooks"
    label = "in_wagtail_hooks"
    plugin = declared("in_wagtail_hooks")
