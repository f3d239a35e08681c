from django.apps import AppConfig
from django.utils.translation import gettext_lazy, pgettext


class HomeConfig(AppConfig):
    name = "portal.home"
    label = "home"

    def ready(self) -> None:
        # Imported here because models are ready only now.
        from portal.home import hooks, office_source, search_marks  # noqa: PLC0415 - once the apps are loaded
        from portal.home.choices import PageKind  # noqa: PLC0415 - once the apps are loaded
        from portal.home.documents import reading  # noqa: PLC0415 - once the apps are loaded
        from portal.home.page_source import PageSource, language_names, pages_to_edit  # noqa: PLC0415 - once the apps are loaded
        from portal.home.places_left import keys_with_places, notes_on_places  # noqa: PLC0415 - once the apps are loaded
        from portal.home.plugin_source import PluginSource, kind_labels  # noqa: PLC0415 - once the apps are loaded
        from portal.home.search_provider import PortalSearchProvider  # noqa: PLC0415 - once the apps are loaded
        from portal.home.search_sources import (  # noqa: PLC0415 - once the apps are loaded
            register_editing,
            register_labels,
            register_live_filter,
            register_notes,
            register_source,
        )
        from portal.operations.due import register_due_job  # noqa: PLC0415 - once the apps are loaded
        from portal.plugins import calling  # noqa: PLC0415 - once the apps are loaded
        from search.contract import register_provider  # noqa: PLC0415 - once the apps are loaded

        calling.register(hooks)
        register_source(PageSource())
        register_editing(PageSource.prefix, pages_to_edit)
        register_source(PluginSource())
        register_source(office_source.OfficeSource())
        register_labels("kind", kind_labels)
        register_labels("kind", lambda: dict(PageKind.choices))
        register_labels("kind", lambda: {office_source.KIND: pgettext("kind of search result", "Office")})
        register_labels("language", language_names)
        register_live_filter("places-left", gettext_lazy("Places left"), keys_with_places)
        register_notes(notes_on_places)
        register_notes(office_source.notes_on_offices)
        register_provider(PortalSearchProvider())
        search_marks.connect()
        office_source.connect()
        reading.connect()
        register_due_job("home.read_documents", reading.read_documents)
