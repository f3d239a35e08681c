"""The lunar date (农历) of a day, as calendars print it below the number."""

import datetime as dt
from functools import lru_cache

from django.utils.translation import gettext as _
from lunar_python import Solar


@lru_cache(maxsize=2048)
def _chinese(day: dt.date) -> tuple[str, str]:
    """(short, whole): 初八 and 十月初八; on the first of a month, a festival and a solar term its name is the short."""
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month = f"{lunar.getMonthInChinese()}月"
    festivals = lunar.getFestivals()
    name = (festivals[0] if festivals else "") or lunar.getJieQi()
    in_month = lunar.getDayInChinese()
    return name or (month if lunar.getDay() == 1 else in_month), f"{month}{in_month}"


@lru_cache(maxsize=2048)
def _numbers(day: dt.date) -> tuple[int, int, bool]:
    """(month, day, whether the month is a leap month)"""
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month = lunar.getMonth()
    return abs(month), lunar.getDay(), month < 0


def lunar_text(day: dt.date, language: str) -> str:
    """初八 in Chinese; 10/8 in other languages, which have no shorter word for it."""
    if language.startswith("zh"):
        return _chinese(day)[0]
    month, number, is_leap = _numbers(day)
    return f"{month}{'*' if is_leap else ''}/{number}"


def lunar_date(day: dt.date, language: str) -> str:
    """In words: 农历十月初八, day 8 of lunar month 10."""
    if language.startswith("zh"):
        return f"农历{_chinese(day)[1]}"
    month, number, is_leap = _numbers(day)
    text = _("day %(day)d of leap lunar month %(month)d") if is_leap else _("day %(day)d of lunar month %(month)d")
    return text % {"day": number, "month": month}
