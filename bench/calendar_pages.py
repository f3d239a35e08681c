"""What the calendar costs: a month with sixty activities that come back, by four providers, and all of them as a feed.

Everything is made and rolled back in one transaction, in a community of its own.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from typing import Any

SERIES, PROVIDERS, REQUESTS, ROUNDS = 60, 4, 5, 3


def rows() -> Iterator[str]:
    """Lines of the report; Django is set up and the database migrated."""
    from django.db import connection, transaction  # noqa: PLC0415 - once Django is set up
    from django.test import Client  # noqa: PLC0415 - likewise
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - likewise

    from portal.activities.models import Occurrence  # noqa: PLC0415 - likewise

    with transaction.atomic():
        community = fill()
        today = dt.date.today()
        base = f"/en/{community.slug}/calendar/"
        client = served(Client, connection)
        for path in ("", "month/", "week/", "ics/"):
            response = client.get(f"{base}{path}")
            with CaptureQueriesContext(connection) as queries:
                response = client.get(f"{base}{path}")
            statements = len(queries)
            shown = response.content.count(b'class="date date' if path != "month/" else b'<li class="date')
            said = f"{shown} entries" if path != "ics/" else f"{response.content.count(b'BEGIN:VEVENT')} series"
            milliseconds = best(lambda: cost(client, f"{base}{path}"))  # noqa: B023 - called at once
            size = len(response.content) / 1024
            yield f"  {milliseconds:7.1f} {statements:4d}  {size:6.1f} KiB  {said}  /calendar/{path}"
        year = Occurrence.objects.filter(community=community, starts_at__date__gte=today).count() // 2
        yield f"  {year} dates a year"
        transaction.set_rollback(True)


def fill() -> Any:
    """Sixty series twice a week since 2024, each with dates left out, moved and cancelled."""
    from django.utils import timezone  # noqa: PLC0415 - once Django is set up

    from portal.activities.storing import store  # noqa: PLC0415 - likewise
    from portal.activities.wanted import asked_owners  # noqa: PLC0415 - likewise
    from portal.communities.models import Community  # noqa: PLC0415 - likewise
    from portal.home.actions import open_community  # noqa: PLC0415 - likewise
    from portal.plugins.contracts import CalendarEntry  # noqa: PLC0415 - likewise
    from portal.plugins.registry import installed  # noqa: PLC0415 - likewise
    from portal.plugins.testing.city import switch_on  # noqa: PLC0415 - likewise
    from portal.recurrence import Moved, Recurrence  # noqa: PLC0415 - likewise
    from portal.timetables.days import known_days  # noqa: PLC0415 - likewise

    model = Community.objects.first()
    community = Community.objects.create(
        code="999999999999", kind=model.kind, slug="bench-calendar", names={"en": "Bench"}, street=model.street
    )
    open_community(community=community)
    owners = asked_owners()[:PROVIDERS]
    for owner in owners:
        if owner in installed():
            switch_on(owner, community)
    days, here = known_days(), timezone.get_default_timezone()
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday())
    for number in range(SERIES):
        starts = dt.datetime(2024, 1, 1, 8 + number % 12, tzinfo=here)
        moved = dt.datetime.combine(monday, starts.time(), here)
        recurrence = Recurrence(
            "FREQ=WEEKLY;BYDAY=MO,TH",
            without=frozenset({today + dt.timedelta(days=7)}),
            moved=(Moved(moved, moved + dt.timedelta(hours=2), moved + dt.timedelta(hours=3)),),
            not_on_holidays=number % 2 == 0,
        )
        entry = CalendarEntry(
            uid=f"bench-{number}",
            community=community,
            titles={"zh-hans": f"活动{number}", "en": f"Activity {number}"},
            path=f"calendar/bench-{number}/",
            starts=starts,
            ends=starts + dt.timedelta(hours=1),
            recurrence=recurrence,
            place={"en": "Hall"},
        )
        store(entry, owners[number % len(owners)], None, days)
    return community


def served(base: Any, connection: Any) -> Any:
    """A client whose requests see no transaction around them: what a server's process keeps is kept here too."""

    class Served(base):
        def request(self, **values: Any) -> Any:
            connection.in_atomic_block = False
            try:
                return super().request(**values)
            finally:
                connection.in_atomic_block = True

    return Served()


def cost(client: Any, path: str) -> float:
    start = time.process_time()
    for _request in range(REQUESTS):
        client.get(path)
    return (time.process_time() - start) / REQUESTS * 1000


def best(measure: Callable[[], float]) -> float:
    return min(measure() for _round in range(ROUNDS))
