import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from portal.freshness import bound_freshness, fresh_until
from portal.hours.schedule import OpeningHours
from portal.names import Names
from tests.factories.hours import announce

ZONE = ZoneInfo("Asia/Shanghai")
pytestmark = pytest.mark.django_db


def render(tag, hours, language="en", **context):
    with translation.override(language):
        return (
            Template("{% load hours_tags %}{% " + tag + " hours %}").render(Context({"hours": hours} | context)).strip()
        )


@time_machine.travel(dt.datetime(2026, 9, 29, 18, 0, tzinfo=ZONE), tick=False)
def test_status_is_one_line_with_its_end():
    announce(dt.date(2026, 10, 1))
    html = render("opening_status", OpeningHours.parse("Mon-Fri 9:00-19:30"))
    assert html == (
        '<p class="opening-status opening-status--open" data-valid-until="2026-09-29T19:30:00+08:00">'
        "Open now until 19:30</p>"
    )


@time_machine.travel(dt.datetime(2026, 10, 1, 10, 0, tzinfo=ZONE), tick=False)
def test_status_names_the_holiday_in_the_readers_language():
    announce(dt.date(2026, 10, 1))
    html = render("opening_status", OpeningHours.parse("Mon-Fri 9:00-19:30"), "zh-hans")
    assert "节假日不开放：国庆节，明天 9:00 开放" in html


@time_machine.travel(dt.datetime(2026, 9, 29, 18, 0, tzinfo=ZONE), tick=False)
def test_status_without_announced_holidays_is_no_plain_open():
    html = render("opening_status", OpeningHours.parse("Mon-Fri 9:00-19:30"))
    assert "Holidays for 2026 are not announced yet: please call first" in html


@time_machine.travel(dt.datetime(2026, 9, 29, 18, 0, tzinfo=ZONE), tick=False)
def test_status_bounds_how_long_the_page_is_fresh():
    announce(dt.date(2026, 10, 1))
    request = RequestFactory().get("/")
    for hours in ("Mon-Fri 9:00-19:30", "Mon-Fri 9:00-18:30", "Mon-Fri 9:00-20:00", "24h"):
        render("opening_status", OpeningHours.parse(hours), request=request)
    assert fresh_until(request) == dt.datetime(2026, 9, 29, 18, 30, tzinfo=ZONE)


def test_freshness_without_end_bounds_nothing():
    request = RequestFactory().get("/")
    bound_freshness(request, None)
    assert fresh_until(request) is None


def test_nothing_known_shows_nothing():
    assert (render("opening_status", OpeningHours()), render("opening_hours", OpeningHours())) == ("", "")


def test_text_in_another_language_is_marked():
    hours = OpeningHours(text=Names({"zh-hans": "电话预约"}))
    assert render("opening_status", hours) == (
        '<p class="opening-status opening-status--text" lang="zh-Hans">电话预约</p>'
    )
    assert '<p class="opening-hours__text" lang="zh-Hans">电话预约</p>' in render("opening_hours", hours)


def test_table_lists_days_closings_and_notes():
    html = render("opening_hours", OpeningHours.parse("Jul-Aug Mon-Fri 9:00-12:00, 13:30-17:00"))
    assert re.findall(r"<t[hd][^>]*>(.*)</t[hd]>", html) == [
        "Jul–Aug Mon–Fri",
        "9:00–12:00, 13:30–17:00",
        "Sat, Sun",
        "closed",
    ]
    assert '<p class="opening-hours__note">Not on public holidays</p>' in html


def test_day_and_night_looks_open_for_ever():
    html = render("opening_status", OpeningHours.parse("24h"))
    assert html == '<p class="opening-status opening-status--open">Open day and night</p>'


def test_status_costs_no_query_when_warm(django_assert_num_queries):
    announce(dt.date(2026, 10, 1))
    hours = OpeningHours.parse("Mon-Fri 9:00-19:30")
    render("opening_status", hours)
    with django_assert_num_queries(0):
        render("opening_status", hours)
