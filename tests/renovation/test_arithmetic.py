"""Sums of satisfaction and of wishes, against the definition in fractions."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from portal.renovation.ranking import Support, most_wanted, supports
from portal.renovation.satisfaction import LEAST_SHOWN, Tally, line_text

ratings = st.lists(st.integers(1, 5), max_size=200)
lines = st.integers(10, 50)


@given(ratings, lines, st.integers(0, 60))
def test_line_is_reached_as_fractions_say(given_ratings, line, least):
    tally = Tally.of(given_ratings)
    expected = len(given_ratings) >= least and (
        not given_ratings or Fraction(sum(given_ratings), len(given_ratings)) >= Fraction(line, 10)
    )

    assert tally.reaches(line=line, least=least) is expected


@given(ratings)
def test_average_never_shows_more_than_there_is(given_ratings):
    tally = Tally.of(given_ratings)
    if not given_ratings:
        assert tally.average == ""
        return
    exact = Fraction(sum(given_ratings), len(given_ratings))

    assert 0 <= exact - Fraction(tally.average) < Fraction(1, 100)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=200), lines)
def test_refused_project_never_shows_an_average_at_the_line(given_ratings, line):
    tally = Tally.of(given_ratings)

    assert tally.reaches(line=line, least=1) is (Fraction(tally.average) >= Fraction(line_text(line)))


@given(ratings, ratings, lines)
def test_better_answers_never_hurt(given_ratings, more, line):
    before = Tally.of(given_ratings + more)
    after = Tally.of(given_ratings + [5] * len(more))

    assert after.reaches(line=line, least=5) >= before.reaches(line=line, least=5)


@given(ratings)
def test_tally_counts_every_answer_once(given_ratings):
    tally = Tally.of(given_ratings)

    assert (tally.count, tally.total) == (len(given_ratings), sum(given_ratings))
    assert Tally.from_stored(list(tally.counts)) == tally


@given(ratings)
def test_small_numbers_are_never_shown(given_ratings):
    tally = Tally.of(given_ratings)

    assert tally.is_shown is (len(given_ratings) >= LEAST_SHOWN)
    assert all(number == 0 or number >= LEAST_SHOWN for number in tally.shown_counts)


lists = st.lists(st.lists(st.integers(1, 6), unique=True, max_size=3), max_size=60)


@given(lists)
def test_weights_are_handed_out_by_place(given_lists):
    found = supports(given_lists, 3)
    handed_out = sum(sum((3, 2, 1)[: len(wishes)]) for wishes in given_lists)

    assert sum(support.weight for support in found.values()) == handed_out
    assert sum(support.lists for support in found.values()) == sum(map(len, given_lists))
    assert sum(support.first for support in found.values()) == sum(1 for wishes in given_lists if wishes)


@given(lists)
def test_most_wanted_has_every_wish_once(given_lists):
    wishes = [4, 2, 6, 1, 3, 5]
    found = supports(given_lists, 3)
    order = most_wanted(wishes, found)

    assert sorted(order) == sorted(wishes)
    weights = [found.get(wish, Support()).weight for wish in order]
    assert weights == sorted(weights, reverse=True)


def test_equal_wishes_stay_in_the_order_they_were_offered_in():
    assert most_wanted([3, 1, 2], {}) == [3, 1, 2]
