"""What the `page_notices` hook gives for a page, as the lines above it, from their start until their end."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest
from django.utils import timezone

from portal.communities.models import Community
from portal.freshness import bound_freshness
from portal.home.dismissing import dismiss_key
from portal.plugins.calling import call
from portal.plugins.choices import Severity
from portal.plugins.contracts import PageNotice
from portal.site_chrome import Alert

RANKS = {severity: rank for rank, severity in enumerate(reversed(Severity))}


@dataclass(frozen=True, slots=True)
class Timed:
    """A line, whether it stands there now, and when that changes."""

    alert: Alert
    rank: int
    is_now: bool
    changes_at: dt.datetime | None


def alerts_for(request: HttpRequest, community: Community | None) -> list[Alert]:
    """The lines above this page, the most severe first. The page may be kept until one of them comes or goes."""
    use = partial(timed, timezone.now())
    found = call("page_notices", use=use, request=request, community=community)
    for each in found:
        bound_freshness(request, each.changes_at)
    return standing(found)


def standing(found: Iterable[Timed]) -> list[Alert]:
    return [each.alert for each in sorted(found, key=lambda each: each.rank) if each.is_now]


def timed(now: dt.datetime, notice: PageNotice) -> Timed:
    """Run within the hook's containment, so that a notice with a naive time costs its own line."""
    has_started = notice.starts is None or notice.starts <= now
    is_over = notice.ends is not None and notice.ends <= now
    changes_at = None if is_over else notice.ends if has_started else notice.starts
    return Timed(alert_of(notice), RANKS[Severity(notice.severity)], has_started and not is_over, changes_at)


def alert_of(notice: PageNotice) -> Alert:
    return Alert(
        title=notice.title,
        text=notice.text,
        url=notice.url,
        severity=str(notice.severity),
        label=str(Severity(notice.severity).label),
        language=notice.language,
        dismiss_key=dismiss_key(notice.key) if notice.is_dismissible else "",
    )
