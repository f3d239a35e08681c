from leaking.declaring import declared
from portal.plugins.api import PUBLIC, PluginConfig


class Config(PluginConfig):
    name = "leaking.counting"
    label = "counting"
    plugin = declared("counting", urls="leaking.counting.urls", views={"count": PUBLIC})
