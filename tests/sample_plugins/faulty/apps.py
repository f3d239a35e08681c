from portal.plugins.api import Plugin, PluginConfig


class FaultyConfig(PluginConfig):
    name = "faulty"
    label = "faulty"
    plugin = Plugin(
        key="faulty",
        names={"zh-hans": "出错示例", "en": "Faulty sample"},
        descriptions={"zh-hans": "按设置出错，供测试使用。", "en": "Fails as its settings say, for tests."},
        version="1.0",
        api=">=1.0,<2",
        settings_form="faulty.forms.FaultySettingsForm",
        personal_data="faulty.personal_data.FaultyData",
    )
