"""Kept reads, of a list instead of a database, so that no transaction is open around them."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import transaction

from portal import keeping
from portal.keeping import Version, kept

FLOWERS = Version("tests:flowers")


class Garden:
    def __init__(self) -> None:
        self.flowers = ["rose"]
        self.walks = 0

    def walk(self, bed: str = "") -> tuple[str, ...]:
        self.walks += 1
        return tuple(flower for flower in self.flowers if flower.startswith(bed))


@pytest.fixture
def garden() -> Garden:
    return Garden()


@pytest.fixture
def seen(garden: Garden) -> Callable[..., tuple[str, ...]]:
    return kept(FLOWERS)(garden.walk)


def test_second_look_reads_nothing(garden: Garden, seen: Callable[..., tuple[str, ...]]) -> None:
    assert (seen(), seen(), garden.walks) == (("rose",), ("rose",), 1)


def test_other_arguments_have_other_answers(garden: Garden, seen: Callable[..., tuple[str, ...]]) -> None:
    assert (seen("r"), seen("t"), seen("r"), garden.walks) == (("rose",), (), ("rose",), 2)


def test_renewed_version_is_seen_at_once(garden: Garden, seen: Callable[..., tuple[str, ...]]) -> None:
    seen()
    garden.flowers.append("tulip")
    assert seen() == ("rose",)
    FLOWERS.renew()
    assert seen() == ("rose", "tulip")


def test_change_in_another_process_is_seen(garden: Garden, seen: Callable[..., tuple[str, ...]]) -> None:
    seen()
    garden.flowers.append("tulip")
    cache.set(FLOWERS.key, "set by another process", None)
    assert seen() == ("rose", "tulip")


def test_unannounced_change_is_seen_after_a_minute(
    garden: Garden, seen: Callable[..., tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(keeping.time, "monotonic", lambda: clock[0])
    seen()
    garden.flowers.append("tulip")
    clock[0] += 61
    assert seen() == ("rose", "tulip")


@pytest.mark.django_db
@pytest.mark.parametrize(("in_transactions", "walks"), [(False, 2), (True, 1)])
def test_transactions_keep_nothing_unless_told(garden: Garden, in_transactions: bool, walks: int) -> None:
    seen = kept(FLOWERS, in_transactions=in_transactions)(garden.walk)
    with transaction.atomic():
        seen(), seen()
    assert garden.walks == walks


def test_endless_arguments_do_not_fill_memory(garden: Garden, seen: Callable[..., tuple[str, ...]]) -> None:
    for number in range(keeping.KEEP_ANSWERS + 1):
        seen(f"host-{number}")
    seen("host-1"), seen("host-0")
    assert garden.walks == keeping.KEEP_ANSWERS + 2  # the oldest is read anew
