from django.utils.translation import gettext_lazy as _

from portal.plugins.api import PUBLIC, Category, MessageKind, Plugin, PluginConfig, Role, register_message


class ToolLibraryConfig(PluginConfig):
    name = "tool_library"
    label = "tool_library"
    plugin = Plugin(
        key="tools",
        names={"zh-hans": "工具借用", "en": "Tool library"},
        descriptions={
            "zh-hans": "居民向社区借用电钻、梯子、手推车等工具。",
            "en": "Neighbours borrow drills, ladders and trolleys from their community.",
        },
        version="1.0",
        api=">=1.0,<2",
        icon="repair",
        category=Category.TAKING_PART,
        urls="tool_library.urls",
        views={"ask": PUBLIC, "thanks": PUBLIC, "tool": PUBLIC, "loans": Role.EDITOR},
        settings_form="tool_library.forms.ToolSettingsForm",
        personal_data="tool_library.personal_data.LoanData",
    )

    def ready(self) -> None:
        text = _("We have noted that you ask for: %(tool)s. We call you when it is ready.")
        register_message(MessageKind("tools.asked", _("Tools"), text, variables=("tool",)))
