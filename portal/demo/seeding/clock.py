"""A past for the demo: what is done at a time in it is done by the portal's own actions, which read Django's clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """`timezone.now()` answers `moment`, but for the defaults of models, which hold the function itself. For the
    seeding command, which is alone in its process."""
    now = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = now
