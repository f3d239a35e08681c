"""English names of the public holidays; the notices name them in Chinese only."""

import re

from portal.names import Names

ENGLISH = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Qingming Festival",
    "劳动节": "Labour Day",
    "“五一”": "Labour Day",
    "“五一”国际劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "“十一”": "National Day",
    "抗日战争暨世界反法西斯战争胜利70周年纪念日": "Victory Day",
}


def holiday_names(chinese: str) -> Names:
    """国庆节、中秋节 is National Day and Mid-Autumn Festival; a name with an unknown part stays Chinese only."""
    names = Names({"zh-hans": chinese})
    parts = [ENGLISH.get(part.strip()) for part in re.split(r"[、,，和]", chinese)]
    if all(parts):
        names["en"] = " and ".join(part for part in parts if part)
    return names
