from typing import Any

from portal.plugins.api import Plugin

TEXTS = {"zh-hans": "不能用的示例", "en": "Sample that cannot be used"}


def declared(key: str, **changes: Any) -> Plugin:
    """A declaration without fault but for `changes`."""
    return Plugin(**{"key": key, "names": TEXTS, "descriptions": TEXTS, "version": "1.0", "api": ">=1.0,<2", **changes})
