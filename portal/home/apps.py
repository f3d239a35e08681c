from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "portal.home"
    label = "home"

    def ready(self) -> None:
        # Imported here because models are ready only now.
        from portal.home import hooks, search_marks  # noqa: PLC0415 - once the apps are loaded
        from portal.home.choices import PageKind  # noqa: PLC0415 - once the apps are loaded
        from portal.home.page_source import PageSource  # noqa: PLC0415 - once the apps are loaded
        from portal.home.plugin_source import PluginSource, kind_labels  # noqa: PLC0415 - once the apps are loaded
        from portal.home.search_provider import PortalSearchProvider  # noqa: PLC0415 - once the apps are loaded
        from portal.home.search_sources import register_labels, register_source  # noqa: PLC0415 - once the apps are loaded
        from portal.plugins import calling  # noqa: PLC0415 - once the apps are loaded
        from search.contract import register_provider  # noqa: PLC0415 - once the apps are loaded

        calling.register(hooks)
        register_source(PageSource())
        register_source(PluginSource())
        register_labels("kind", kind_labels)
        register_labels("kind", lambda: dict(PageKind.choices))
        register_provider(PortalSearchProvider())
        search_marks.connect()
