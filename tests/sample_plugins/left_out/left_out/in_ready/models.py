from portal.plugins.api import PluginPage


class InReadyPage(PluginPage):
    search_kind = None
