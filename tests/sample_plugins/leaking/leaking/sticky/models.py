from portal.plugins.api import PluginPage


class StickyPage(PluginPage):
    search_kind = None
    template = "sticky/sticky_page.html"
