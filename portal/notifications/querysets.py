import datetime as dt
from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from portal.notifications.choices import Channel, DeliveryStatus
from portal.notifications.kinds import kinds

Withheld = Callable[[], Q]
_withheld: list[Withheld] = []


def withhold(condition: Withheld) -> None:
    """Keep back deliveries for which this holds while it holds: the plugin host says so of what is off."""
    if condition not in _withheld:
        _withheld.append(condition)


class DeliveryQuerySet(models.QuerySet):
    def going_out(self) -> "DeliveryQuerySet":
        """Waiting, of a kind that somebody declares, and not kept back."""
        rows = self.filter(status=DeliveryStatus.WAITING, message__kind__in=list(kinds()))
        for condition in _withheld:
            rows = rows.exclude(condition())
        return rows

    def kept_back(self) -> "DeliveryQuerySet":
        """Of what is off, also what went out before."""
        return self.filter(reduce(or_, (condition() for condition in _withheld), Q(pk__in=())))

    def due(self, now: dt.datetime) -> "DeliveryQuerySet":
        """What the worker has to send now."""
        return self.going_out().filter(next_at__lte=now).exclude(channel=Channel.CALL).order_by("next_at", "pk")

    def calls_to_make(self) -> "DeliveryQuerySet":
        """The call list: who waits longest comes first."""
        return self.going_out().filter(channel=Channel.CALL).order_by("next_at", "pk")

    def too_late(self, now: dt.datetime) -> "DeliveryQuerySet":
        """What nobody needs to hear any more."""
        return self.filter(status=DeliveryStatus.WAITING, message__valid_until__lte=now)
