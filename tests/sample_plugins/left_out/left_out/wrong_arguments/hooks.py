from portal.plugins.api import hookimpl


@hookimpl
def menu_links(request, household):
    return []
