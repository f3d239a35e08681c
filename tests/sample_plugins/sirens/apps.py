from portal.plugins.api import Category, Level, Plugin, PluginConfig


class SirensConfig(PluginConfig):
    name = "sirens"
    plugin = Plugin(
        key="sirens",
        names={"zh-hans": "警报试鸣", "en": "Siren tests"},
        descriptions={"zh-hans": "提前告知警报试鸣的时间。", "en": "Says in advance when sirens are tested."},
        version="1.0",
        api=">=1.0,<2",
        icon="emergency",
        category=Category.SAFETY,
        level=Level.CITY,
        settings_form="sirens.forms.SirenSettingsForm",
    )
