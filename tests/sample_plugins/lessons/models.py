from django.utils.translation import gettext_lazy as _

from portal.plugins.api import PluginPage


class LessonPage(PluginPage):
    search_kind = "lessons"
    parent_page_types = ["tool_library.ToolLibraryPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
