from left_out.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "left_out.wrong_arguments"
    label = "wrong_arguments"
    plugin = declared("wrong_arguments")
