"""AppConfigs whose declarations are wrong."""

from django.apps import AppConfig

from left_out.declaring import declared
from portal.plugins.api import PluginConfig


class WrongKey(PluginConfig):
    name = "left_out"
    plugin = declared("another_key")


class NoChinese(PluginConfig):
    name = "left_out"
    plugin = declared("no_chinese", names={"en": "Only English"})


class UnknownIcon(PluginConfig):
    name = "left_out"
    plugin = declared("unknown_icon", icon="unicorn")


class Outdated(PluginConfig):
    name = "left_out"
    plugin = declared("outdated", api=">=0.5,<1.0")


class NoRange(PluginConfig):
    name = "left_out"
    plugin = declared("no_range", api="one")


class NoDeclaration(PluginConfig):
    name = "left_out"


class PlainApp(AppConfig):
    name = "left_out"


class TakenLabel(PluginConfig):
    name = "left_out"
    label = "services"
    plugin = declared("taken_label")
