from portal.plugins.api import hookimpl


@hookimpl
def plugin_enabled(community):
    """Writes on what is not its own."""
    for home in community.home_pages.all():
        home.welcome = "!"
        home.save()
