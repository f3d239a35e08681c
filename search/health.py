"""How well search follows: what /readyz and the admin show."""

from typing import Literal

from django.db.models import Count, Min
from django.utils import timezone

from search.conf import engine_settings, languages
from search.contract import Health
from search.deadline import EngineAway, call
from search.indexing import alias_of
from search.models import SearchDocument


def measure() -> Health:
    has_engine = engine_settings() is not None
    rows = SearchDocument.objects.waiting() if has_engine else SearchDocument.objects.unprepared()
    waiting = rows.aggregate(count=Count("pk"), since=Min("waiting_since"))
    age = (timezone.now() - waiting["since"]).total_seconds() if waiting["since"] else 0.0
    return Health(_engine() if has_engine else "basic", waiting["count"], max(0.0, age))


def _engine() -> Literal["ok", "away"]:
    """Whether there is an index for every language."""
    aliases = [alias_of(language) for language in languages()]
    try:
        call(lambda client: client.count(index=aliases))
    except EngineAway:
        return "away"
    return "ok"
