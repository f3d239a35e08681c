"""Holidays and school terms; `announce` makes a year known with the days given."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from portal.hours.choices import HolidayKind
from portal.hours.models import Holiday, HolidayYear, SchoolTerm
from portal.names import Names


class HolidayYearFactory(DjangoModelFactory):
    class Meta:
        model = HolidayYear
        django_get_or_create = ("year",)

    year = 2026


class HolidayFactory(DjangoModelFactory):
    class Meta:
        model = Holiday

    date = factory.Sequence(lambda n: dt.date(2026, 10, 1) + dt.timedelta(days=n))
    kind = HolidayKind.OFF
    names = factory.LazyFunction(lambda: Names({"zh-hans": "国庆节", "en": "National Day"}))
    notice = factory.SubFactory(HolidayYearFactory)


class SchoolTermFactory(DjangoModelFactory):
    class Meta:
        model = SchoolTerm

    key = factory.Sequence(lambda n: f"term-{n}")
    names = factory.LazyFunction(lambda: Names({"zh-hans": "秋季学期", "en": "Autumn term"}))
    starts = dt.date(2026, 9, 1)
    ends = dt.date(2027, 1, 20)


def announce(*dates: dt.date, year: int = 2026, kind: HolidayKind = HolidayKind.OFF) -> HolidayYear:
    notice = HolidayYearFactory(year=year)
    for date in dates:
        HolidayFactory(date=date, kind=kind, notice=notice)
    return notice
