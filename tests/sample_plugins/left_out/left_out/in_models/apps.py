from left_out.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "left_out.in_models"
    label = "in_models"
    plugin = declared("in_models")
