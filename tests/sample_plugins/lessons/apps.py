from portal.plugins.api import Category, Plugin, PluginConfig


class LessonsConfig(PluginConfig):
    name = "lessons"
    plugin = Plugin(
        key="lessons",
        names={"zh-hans": "手艺课", "en": "Craft lessons"},
        descriptions={"zh-hans": "用借来的工具教手艺。", "en": "Neighbours teach crafts with borrowed tools."},
        version="1.0",
        api=">=1.0,<2",
        icon="school",
        category=Category.LEARNING,
        needs=("tools",),
    )
