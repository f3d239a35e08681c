"""What a series' calendar file says beside its rule, as the store keeps it: texts by the wall clock.

`{"left_out": [start], "added": [start], "changed": [[original, start, end, state]]}`
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from portal.recurrence import Differences, Occurrence, State, When


def as_feed_dates(found: Differences) -> dict[str, Any]:
    plain = {
        "left_out": list(map(text_of, found.left_out)),
        "added": list(map(text_of, found.added)),
        "changed": [
            [text_of(each.original), text_of(each.starts), text_of(each.ends), each.state.value]
            for each in found.changed
        ],
    }
    return {name: value for name, value in plain.items() if value}


def from_feed_dates(plain: Mapping[str, Any]) -> Differences:
    return Differences(
        left_out=tuple(map(when_of, plain.get("left_out", ()))),
        added=tuple(map(when_of, plain.get("added", ()))),
        changed=tuple(
            Occurrence(when_of(original), when_of(start), when_of(end), State(state))
            for original, start, end, state in plain.get("changed", ())
        ),
    )


def text_of(when: When) -> str:
    return when.replace(tzinfo=None).isoformat() if isinstance(when, dt.datetime) else when.isoformat()


def when_of(text: str) -> When:
    if "T" not in text:
        return dt.date.fromisoformat(text)
    return dt.datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())
