from portal.plugins.api import Plugin, PluginConfig


class SlowConfig(PluginConfig):
    name = "slow"
    label = "slow"
    plugin = Plugin(
        key="slow",
        names={"zh-hans": "缓慢示例", "en": "Slow sample"},
        descriptions={"zh-hans": "按设置拖慢页面，供测试使用。", "en": "Takes as long as its settings say, for tests."},
        version="1.0",
        api=">=1.0,<2",
    )
