from portal.plugins.api import MenuLink, hookimpl


@hookimpl
def menu_links():
    return [MenuLink("Left out", "/left-out/")]
