from left_out.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "left_out.lost_personal_data"
    label = "lost_personal_data"
    plugin = declared("lost_personal_data", personal_data="left_out.lost_personal_data.privacy.Lost")
