import random

import pytest

from portal.communities.slugs import SlugWish, assign_slugs

WISHES = [
    SlugWish("990102001051", "qingbomen", "qingbo"),
    SlugWish("990102001052", "jianshe", "qingbo"),
    SlugWish("990102002003", "jianshe", "laodong"),
    SlugWish("990105003004", "xinhua", "chengxiang"),
    SlugWish("990106003005", "xinhua", "chengxiang"),
    SlugWish("990107003006", "wenyi", "chengxiang"),
    SlugWish("990108003006", "wenyi", "chengxiang"),
]
EXPECTED = {
    "990102001051": "qingbomen",
    "990102001052": "jianshe-qingbo",
    "990102002003": "jianshe-laodong",
    "990105003004": "xinhua-chengxiang-004",
    "990106003005": "xinhua-chengxiang-005",
    "990107003006": "wenyi-990107003006",
    "990108003006": "wenyi-990108003006",
}


def test_colliding_addresses_all_get_the_street() -> None:
    assert assign_slugs(WISHES, taken=()) == EXPECTED


def test_addresses_do_not_depend_on_order() -> None:
    for seed in range(20):
        shuffled = random.Random(seed).sample(WISHES, len(WISHES))
        assert assign_slugs(shuffled, taken=()) == EXPECTED


def test_taken_address_is_left_to_its_owner() -> None:
    assert assign_slugs(WISHES[:1], taken={"qingbomen"}) == {"990102001051": "qingbomen-qingbo"}


def test_long_names_keep_their_endings() -> None:
    wishes = [SlugWish(code, "a" * 100, "qingbo") for code in ("990102001051", "990102001052")]
    assert assign_slugs(wishes, taken=()) == {
        "990102001051": "a" * 69 + "-qingbo-051",
        "990102001052": "a" * 69 + "-qingbo-052",
    }


def test_exhausted_addresses_are_refused() -> None:
    wish = WISHES[0]
    with pytest.raises(ValueError, match=wish.code):
        assign_slugs([wish], taken={wish.at_level(level) for level in range(4)})
