"""Random rules, also the unlikely ones."""

from hypothesis import strategies as st

from portal.hours.weekly import DAY_MINUTES, Season, Span, WeeklyRule, merge_spans

minutes_of_day = st.integers(0, DAY_MINUTES // 15 - 1).map(lambda quarter: quarter * 15)
spans = st.builds(
    lambda opens, length: Span(opens, opens + length),
    minutes_of_day,
    st.integers(1, DAY_MINUTES // 15 - 1).map(lambda quarters: quarters * 15) | st.just(DAY_MINUTES),
).filter(lambda span: span.opens == 0 or span.closes != span.opens + DAY_MINUTES)
month_days = st.tuples(st.integers(1, 12), st.integers(1, 28)) | st.sampled_from([(1, 31), (2, 29), (8, 31), (12, 31)])
seasons = st.builds(Season, month_days, month_days)


def merged(found: list[Span]) -> tuple[Span, ...]:
    return merge_spans(found)


rules = st.builds(
    WeeklyRule,
    days=st.frozensets(st.integers(0, 7), min_size=1),
    spans=st.lists(spans, max_size=3).map(merged),
    season=st.none() | seasons,
    on_holidays=st.booleans(),
    on_makeup_days=st.sampled_from([None, None, True, False]),
)
