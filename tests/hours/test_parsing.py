import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.hours.parsing import HoursSyntaxError, parse_rules, write_rules
from portal.hours.schedule import OpeningHours
from portal.hours.weekly import WHOLE_DAY, Season, Span, WeeklyRule
from tests.hours.strategies import rules

WEEK = frozenset(range(5))
DAILY = frozenset(range(7))
NINE_TO_FIVE = Span(9 * 60, 17 * 60)
LUNCH_BREAK = (Span(8 * 60 + 30, 11 * 60 + 30), Span(13 * 60 + 30, 17 * 60))


@pytest.mark.parametrize(
    "text",
    [
        "Mon-Fri 9:00-17:00",
        "Monday to Friday 9am-5pm",
        "Mon–Fri 9:00 – 17:00, closed on public holidays",
        "9:00-17:00 weekdays",
        "周一至周五 9:00-17:00",
        "周一到五 9：00～17：00",
        "星期一至星期五 上午9点-下午5点",
        "工作日 9:00-17:00（法定节假日除外）",
        "周一至周五 9:00-17:00；节假日休息",
        "办公时间：周一、二、三、四、五 9点-17点",
    ],
)
def test_working_week_is_understood(text):
    assert parse_rules(text) == (WeeklyRule(WEEK, (NINE_TO_FIVE,)),)


@pytest.mark.parametrize(
    "text",
    [
        "Daily 8:30-11:30, 13:30-17:00",
        "8:30-11:30 13:30-17:00",
        "每天 8:30—11:30，13:30—17:00",
        "每日上午8:30-11:30，下午1:30-5:00",
        "周一至周日 8点半-11点半、13点30分-17点",
    ],
)
def test_lunch_break_makes_two_spans(text):
    assert parse_rules(text) == (WeeklyRule(DAILY, LUNCH_BREAK),)


@pytest.mark.parametrize("text", ["24h", "24 hours", "24/7", "全天", "24小时", "每天 全天24小时"])
def test_day_and_night_holds_on_holidays(text):
    assert parse_rules(text) == (WeeklyRule(DAILY, (WHOLE_DAY,), on_holidays=True),)


@pytest.mark.parametrize(
    ("text", "days", "spans"),
    [
        ("Fri-Sat 22:00-2:00", {4, 5}, [Span(22 * 60, 26 * 60)]),
        ("周五、周六 20:00-次日2:00", {4, 5}, [Span(20 * 60, 26 * 60)]),
        ("Sat-Mon 18:00-24:00", {5, 6, 0}, [Span(18 * 60, 24 * 60)]),
        ("周末 10:00-16:00", {5, 6}, [Span(10 * 60, 16 * 60)]),
        ("周六日 10:00-16:00", {5, 6}, [Span(10 * 60, 16 * 60)]),
        ("周末及节假日 10:00-16:00", {5, 6, 7}, [Span(10 * 60, 16 * 60)]),
        ("Tue & Thu 7pm-8:30pm", {1, 3}, [Span(19 * 60, 20 * 60 + 30)]),
        ("每周三 晚上7点-8点半", {2}, [Span(19 * 60, 20 * 60 + 30)]),
    ],
)
def test_days_and_times_are_understood(text, days, spans):
    assert parse_rules(text) == (WeeklyRule(frozenset(days), tuple(spans)),)


@pytest.mark.parametrize(
    ("text", "season"),
    [
        ("Jul-Aug daily 9:00-17:00", Season((7, 1), (8, 31))),
        ("7-8月 每天 9:00-17:00", Season((7, 1), (8, 31))),
        ("Nov-Mar 9:00-17:00", Season((11, 1), (3, 31))),
        ("1 Jul to 15 Aug 9:00-17:00", Season((7, 1), (8, 15))),
        ("7月1日至8月15日 9:00-17:00", Season((7, 1), (8, 15))),
        ("Aug 20-30 9:00-17:00", Season((8, 20), (8, 30))),
        ("2月 9:00-17:00", Season((2, 1), (2, 29))),
    ],
)
def test_seasons_are_understood(text, season):
    assert parse_rules(text) == (WeeklyRule(DAILY, (NINE_TO_FIVE,), season),)


def test_groups_follow_each_other_on_a_line():
    summer = Season((7, 1), (8, 31))
    assert parse_rules("Jul-Aug Mon-Fri 9:00-17:00, Sat 22:00-24:00; Sun closed") == (
        WeeklyRule(WEEK, (NINE_TO_FIVE,), summer),
        WeeklyRule(frozenset({5}), (Span(22 * 60, 24 * 60),), summer),
        WeeklyRule(frozenset({6}), ()),
    )


def test_conditions_alone_hold_for_all_rules_before():
    assert parse_rules("周一至周五 9:00-17:00\n周六 9:00-17:00\n节假日照常，调休上班日除外") == (
        WeeklyRule(WEEK, (NINE_TO_FIVE,), on_holidays=True, on_makeup_days=False),
        WeeklyRule(frozenset({5}), (NINE_TO_FIVE,), on_holidays=True, on_makeup_days=False),
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("Mon-Fri 9:00-17:00\nweather permitting", 2, "“weather” is not understood."),
        ("Mon-Fri", 1, "Times are missing: “Mon-Fri”."),
        ("Mon 9:00-17:00\n\nSep 20 8:30-11:00", 3, "A single date is no weekly pattern: say it in the free text."),
        ("Feb 30-Mar 2 9:00-17:00", 1, "There is no such date in the calendar."),
        ("Mon 9:00-25:00", 1, "Times go from 0:00 to 24:00."),
        ("Mon 9:00-9:00", 1, "It opens and closes at the same time; write “24h” for day and night."),
        ("Mon 9:75-10:00", 1, "“9:75-10:00” is not understood."),
        ("Sun closed", 1, "This says when it is closed; say when it is open too."),
        ("Mon 9:00-10:00 closed", 1, "Open and closed at once: “Mon 9:00-10:00 closed”."),
    ],
)
def test_problem_is_said_at_its_line(text, line, message):
    with translation.override("en"), pytest.raises(HoursSyntaxError) as caught:
        parse_rules(text)
    assert (caught.value.line, str(caught.value)) == (line, message)


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("Sep 20 8:30-11:00", "9月20日 8:30–11:00", "Sep 20 8:30–11:00"),
        ("Apr-Jun", "4月至6月", "Apr–Jun"),
        ("Aug 20-30", "8月20日至8月30日", "Aug 20–Aug 30"),
    ],
)
def test_bare_dates_are_said_in_both_languages(text, chinese, english):
    assert OpeningHours.parse(text).to_json() == {"text": {"zh-hans": chinese, "en": english}}


@pytest.mark.parametrize(("text", "language"), [("by appointment", "en"), ("电话预约", "zh-hans")])
def test_words_stay_text_of_their_language(text, language):
    assert OpeningHours.parse(text).to_json() == {"text": {language: text}}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@given(written=st.lists(rules, min_size=1, max_size=4).filter(lambda given: any(rule.spans for rule in given)))
def test_written_rules_read_back_the_same(language, written):
    with translation.override(language):
        assert parse_rules(write_rules(written)) == tuple(written)


@given(text=st.text(max_size=60) | st.text("周一二五日至月节假除外照常 9:0-到,MonFri;24h", max_size=40))
def test_any_text_is_rules_or_text(text):
    hours = OpeningHours.parse(text)
    assert OpeningHours.from_json(hours.to_json()) == hours
