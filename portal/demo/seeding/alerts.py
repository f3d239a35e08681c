"""The demo's alerts, of the city and of a community. One that is over gets a new term at a later start."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.communities.models import Community
from portal.demo.models import SeededPage
from portal.demo.seeding.reading import names, read
from portal.home.models import Alert


def seed_alerts() -> None:
    """It is the demo's while it says what the demo wrote: what somebody edited or deleted stays as it is."""
    for row in read("notices")["alerts"]:
        _seeded, is_new = SeededPage.objects.get_or_create(key=f"alert:{row['key']}")
        titles = names(row["titles"])
        alert = Alert(titles=titles) if is_new else Alert.objects.filter(titles=titles).first()
        if alert is not None and (is_new or alert.ends_at <= timezone.now()):
            _renew(alert, row)


def _renew(alert: Alert, row: Mapping[str, Any]) -> None:
    first, last = (timezone.now() + timedelta(hours=hours) for hours in row["hours"])
    alert.texts, alert.severity, alert.url = names(row["texts"]), row["severity"], row.get("url", "")
    alert.community = Community.objects.filter(slug=row.get("community")).first()
    alert.starts_at, alert.ends_at, alert.shown_on = first, last, row.get("shown_on", "all")
    alert.save()
