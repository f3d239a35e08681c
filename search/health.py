"""How well search follows: what /readyz, the admin and monitoring show."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.db.models import Count, Min, Q
from django.utils import timezone

from search.conf import engine_settings, languages
from search.contract import Health, IndexHealth
from search.deadline import EngineAway, call
from search.indexing import alias_of
from search.models import SearchDocument, SearchSync, SearchTarget, TargetState
from search.querysets import SearchDocumentQuerySet


def measure() -> Health:
    waiting = _waiting().aggregate(count=Count("pk"), since=Min("waiting_since"))
    return Health(
        engine=_engine() if engine_settings() else "basic",
        waiting=waiting["count"],
        oldest_waiting_seconds=_age(waiting["since"]),
        parked=SearchDocument.objects.parked().count(),
    )


def by_language() -> Sequence[IndexHealth]:
    rows = _waiting().values("language").order_by().annotate(count=Count("pk"), since=Min("waiting_since"))
    waiting = {row["language"]: row for row in rows}
    targets = {(target.language, target.state): target for target in SearchTarget.objects.fed()}
    counts = (
        SearchSync.objects.values("target")
        .order_by()
        .annotate(
            all=Count("pk"), there=Count("pk", filter=Q(is_there=True)), filled=Count("pk", filter=Q(version__gt=0))
        )
    )
    synced = {row["target"]: row for row in counts}
    found = []
    for language in languages():
        live, building = (targets.get((language, state)) for state in (TargetState.LIVE, TargetState.BUILDING))
        row = waiting.get(language, {"count": 0, "since": None})
        had = synced.get(building.pk, {"filled": 0, "all": 0}) if building else None
        found.append(
            IndexHealth(
                language=language,
                index=live.index if live else "",
                documents=synced.get(live.pk, {"there": 0})["there"] if live else 0,
                waiting=row["count"],
                oldest_waiting_seconds=_age(row["since"]),
                built=had["filled"] / max(1, had["all"]) if had else None,
            )
        )
    return found


def _waiting() -> SearchDocumentQuerySet:
    """Without an engine, a row is found once its text is worked out."""
    rows = SearchDocument.objects
    return rows.waiting() if engine_settings() else rows.unprepared()


def _age(since: datetime | None) -> float:
    return max(0.0, (timezone.now() - since).total_seconds()) if since else 0.0


def _engine() -> Literal["ok", "away"]:
    """Whether there is an index for every language."""
    aliases = [alias_of(language) for language in languages()]
    try:
        call(lambda client: client.count(index=aliases))
    except EngineAway:
        return "away"
    return "ok"
