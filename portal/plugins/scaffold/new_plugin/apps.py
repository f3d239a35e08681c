from portal.plugins.api import PUBLIC, Category, Plugin, PluginConfig


class SignUpConfig(PluginConfig):
    name = "new_plugin"
    plugin = Plugin(
        key="new_plugin",
        names={
            "zh-hans": "新功能",
            "en": "New plugin",
        },
        descriptions={
            "zh-hans": "居民在网上报名，社区工作人员在后台看到名单。",
            "en": "Neighbours sign up online; the community's staff sees the list.",
        },
        version="0.1",
        api=">=1.0,<2",
        category=Category.OTHER,
        urls="new_plugin.urls",
        views={"sign_up": PUBLIC, "thanks": PUBLIC},
        settings_form="new_plugin.forms.SettingsForm",
        personal_data="new_plugin.personal_data.SignUpData",
    )
