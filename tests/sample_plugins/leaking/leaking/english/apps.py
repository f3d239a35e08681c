from leaking.declaring import declared
from portal.plugins.api import PUBLIC, PluginConfig


class Config(PluginConfig):
    name = "leaking.english"
    label = "english"
    plugin = declared("english", urls="leaking.english.urls", views={"hello": PUBLIC})
