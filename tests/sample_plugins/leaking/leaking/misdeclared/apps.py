from leaking.declaring import declared
from portal.plugins.api import PUBLIC, PluginConfig


class Config(PluginConfig):
    name = "leaking.misdeclared"
    label = "misdeclared"
    plugin = declared("misdeclared", urls="leaking.misdeclared.urls", views={"open": PUBLIC, "opne": PUBLIC})
