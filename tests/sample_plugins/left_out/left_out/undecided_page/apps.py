from left_out.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "left_out.undecided_page"
    label = "undecided_page"
    plugin = declared("undecided_page")
