from typing import Any

from portal.plugins.api import Plugin


def declared(key: str, **changes: Any) -> Plugin:
    names = {"zh-hans": "泄漏示例", "en": "Leaking sample"}
    return Plugin(**{"key": key, "names": names, "descriptions": names, "version": "1.0", "api": ">=1.0,<2", **changes})
