from left_out.declaring import declared
from portal.plugins.api import PluginConfig


class Config(PluginConfig):
    name = "left_out.in_ready"
    label = "in_ready"
    plugin = declared("in_ready")

    def ready(self):
        from left_out.in_ready import listening  # noqa: F401, PLC0415 - it connects what it has

        raise RuntimeError("its provider is away")
