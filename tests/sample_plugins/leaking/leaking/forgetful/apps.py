from leaking.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "leaking.forgetful"
    label = "forgetful"
    plugin = declared("forgetful", personal_data="leaking.forgetful.personal_data.Data")
