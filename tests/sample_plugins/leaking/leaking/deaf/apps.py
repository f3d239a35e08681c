from leaking.declaring import declared
from portal.plugins.api import PUBLIC, PluginConfig


class Config(PluginConfig):
    name = "leaking.deaf"
    label = "deaf"
    plugin = declared("deaf", urls="leaking.deaf.urls", views={"heard": PUBLIC})
