from left_out.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "left_out.lost_form"
    label = "lost_form"
    plugin = declared("lost_form", settings_form="left_out.lost_form.forms.Lost")
