from portal.plugins.api import PluginPage


class UndecidedPage(PluginPage):
    """Does not say whether it is searched."""
