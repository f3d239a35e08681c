"""Chinese and English ways of writing hours, rewritten into one small notation that `parsing` reads.

`周一至周五 上午9点-下午5点，法定节假日除外` and `Mon to Fri 9am-5pm, closed on public holidays`
both become `D0-D4 T540-1020 PHOFF`. Words of the notation have capitals, everything else is lower case:
what is left over after rewriting is what nobody understood.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable

_DAY_SPELLINGS = (
    "monday mon mo",
    "tuesday tues tue tu",
    "wednesday wed we",
    "thursday thurs thur thu th",
    "friday fri fr",
    "saturday sat sa",
    "sunday sun su",
)
DAY_NAMES = {name: number for number, names in enumerate(_DAY_SPELLINGS) for name in names.split()}
MONTH_NAMES = {
    name.lower(): number
    for names in (calendar.month_abbr, calendar.month_name)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
CHINESE_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}

_MONTH = rf"\b({'|'.join(sorted(MONTH_NAMES, key=len, reverse=True))})\b\.?"
_DAY = rf"\b({'|'.join(sorted(DAY_NAMES, key=len, reverse=True))})s?\b\.?"
_WEEK = "(?:周|星期|礼拜)"
_HOLIDAYS_ZH = "(?:国家|国定)?(?:法定)?(?:节假日|节日|假日|假期)"
_HOLIDAYS_EN = r"(?:(?:public|bank|national)\s+)?holidays?\b"
_MAKEUP_ZH = "(?:调休|补班)(?:工作日|上班日|上班|补班日?|日)?"
_MAKEUP_EN = r"make-?\s?up(?:\s+working)?(?:\s+days?)?\b"
_OFF_ZH = "(?:除外|休息|不开放|不办公|不营业|不上班|闭馆|关闭|放假)"
_ON_ZH = "(?:照常|也|均|都|正常|不休息?|无休)(?:开放|办公|营业|服务|上班|办理)?"
_OFF_EN = r"(?:except(?:\s+for)?|excluding|excl\.?|closed|not)(?:\s+(?:on|for))?\s+"
_ON_EN = r"(?:including|incl\.?|also|open)(?:\s+(?:on|for))?\s+"
_HALF = "(上午|早上|早晨|清晨|凌晨|中午|下午|傍晚|晚上|夜间|晚|早)?"
_CLOCK = rf"{_HALF}\s*(\d{{1,2}})(?:[:.]([0-5]\d)|[点时](?:(半)|(\d{{1,2}})分?|整)?)?\s*(am|pm|a\.m\.|p\.m\.)?"


def _month_day(month: str, day: str) -> str:
    return f" M{MONTH_NAMES.get(month, month)}/{day} "


def _chinese_days(match: re.Match[str]) -> str:
    days = re.sub(_WEEK, "", match[1])
    return " " + "".join(f"D{CHINESE_DAYS[sign]} " if sign in CHINESE_DAYS else sign for sign in days)


def _minutes(half: str, hour: str, minute: str, half_past: str, spoken: str, suffix: str) -> tuple[int, bool]:
    """Minutes of the day, and whether the words said which half of the day."""
    value = int(hour) * 60 + (30 if half_past else int(minute or spoken or 0))
    suffix = (suffix or "").replace(".", "")
    at_twelve = 12 * 60 <= value < 13 * 60
    is_evening = half in ("晚上", "夜间", "晚")
    is_afternoon = suffix == "pm" or half in ("下午", "傍晚") or is_evening
    if (is_afternoon and value < 12 * 60) or (half == "中午" and value < 3 * 60) or (is_evening and at_twelve):
        value += 12 * 60
    elif suffix == "am" and at_twelve:
        value -= 12 * 60
    return value, bool(half or suffix)


def _times(match: re.Match[str]) -> str:
    """`T<opens>-<closes>` in minutes. 下午1:30-5:00 closes in the afternoon too."""
    groups = match.groups(default="")
    opens, opens_said = _minutes(*groups[:6])
    closes, closes_said = _minutes(*groups[6:])
    if opens_said and not closes_said and closes <= opens < closes + 12 * 60 <= 24 * 60:
        closes += 12 * 60
    return f" T{opens}-{closes} "


# In this order: what contains another comes before it.
REWRITES: list[tuple[str, str | Callable[[re.Match[str]], str]]] = [
    (r"\s*(?:[-‐‑‒–—―−~〜]+|至|到)\s*|\s+(?:to|until|till|through)\s+", "-"),
    (r"make-up", "makeup"),
    (rf"{_OFF_EN}{_HOLIDAYS_EN}|(?:除)?{_HOLIDAYS_ZH}{_OFF_ZH}|除{_HOLIDAYS_ZH}外?", " PHOFF "),
    (rf"{_ON_EN}{_HOLIDAYS_EN}|{_HOLIDAYS_ZH}{_ON_ZH}|(?:含|包括|包含){_HOLIDAYS_ZH}|全年无休", " PHON "),
    (rf"{_OFF_EN}{_MAKEUP_EN}|{_MAKEUP_ZH}{_OFF_ZH}|除{_MAKEUP_ZH}外?", " MKOFF "),
    (rf"{_ON_EN}{_MAKEUP_EN}|{_MAKEUP_ZH}{_ON_ZH}|(?:含|包括|包含){_MAKEUP_ZH}", " MKON "),
    (rf"{_HOLIDAYS_EN}|{_HOLIDAYS_ZH}", " PH "),
    (r"全天\s*24\s*小时|24\s*小时(?:全天)?|全天候?|24\s*/\s*7", " T0-1440 "),
    (r"24\s*-?\s*h(?:ours?|rs?)?\b|all\s+day|round\s+the\s+clock", " T0-1440 "),
    (r"every\s?day|daily|每[天日]|天天", " D0-D6 "),
    (r"工作日|week\s?days?\b|work(?:ing)?\s?days?\b", " D0-D4 "),
    (r"周末|双休日?|weekends?\b", " D5 D6 "),
    (r"(\d{1,2})-(\d{1,2})月份?(?!\d)", r" M\1-M\2 "),
    (r"(\d{1,2})月(\d{1,2})[日号]?(?![\d:点时])", lambda match: _month_day(match[1], match[2])),
    (r"(\d{1,2})月份?", r" M\1 "),
    (rf"{_MONTH}\s*(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.])", lambda match: _month_day(match[1], match[2])),
    (rf"(?<![\d:.])(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}", lambda match: _month_day(match[2], match[1])),
    (_MONTH, lambda match: f" M{MONTH_NAMES[match[1]]} "),
    (r"\s*-\s*(?=[DM]\d)", "-"),
    (r"M(\d+)/(\d+) -(\d{1,2})[日号]?(?![\d:点时])", r" M\1/\2-M\1/\3 "),
    (rf"{_WEEK}([一二三四五六日天](?:[-、,和及]?{_WEEK}?[一二三四五六日天])*)", _chinese_days),
    (_DAY, lambda match: f" D{DAY_NAMES[match[1]]} "),
    (rf"(?<![\d:.]){_CLOCK}-(?:次日|第二天|翌日)?{_CLOCK}(?![\d/月日号])", _times),
    (r"\s*-\s*(?=[DM]\d)", "-"),
    (r"closed|休息|闭馆|不开放|不办公|不营业|关闭", " CLOSED "),
    (r"(?:办公|开放|服务|营业|办理|接待)?时间|开放|办公|营业|服务|接待|以及", " "),
    (r"\b(?:opening|hours|open|from|on|and|every|the next day|next day)\b", " "),
    (r"(?:[\s,、。&()和及每]|:(?!\d))+", " "),
]  # fmt: skip
_COMPILED = [(re.compile(pattern), replacement) for pattern, replacement in REWRITES]


def rewrite(text: str) -> list[str]:
    """The words of the notation in order: D0, D0-D4, M7, M7-M8, M7/1-M8/31, T540-1020, PH, PHON, PHOFF,
    MKON, MKOFF, CLOSED, and whatever was not understood as it stood, in lower case.
    """
    text = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    for pattern, replacement in _COMPILED:
        text = pattern.sub(replacement, text)
    return text.split()
