from collections.abc import Iterator

import pytest

from portal.notifications import kinds
from portal.notifications.kinds import MessageKind, register_kind


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    known = dict(kinds._kinds)
    register_kind(MessageKind("test.news", "News", "Hello %(name)s", ("name",)))
    register_kind(MessageKind("test.alarm", "Alarm", "Come at once", is_urgent=True))
    yield
    kinds._kinds.clear()
    kinds._kinds.update(known)
