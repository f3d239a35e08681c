"""Switching a plugin in many communities: one transaction each, so that what is done stays done.

Cut off half-way, it is asked for again and does the rest: what is as wanted already is left alone.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from portal.communities.models import Community
from portal.plugins.actions import disable_plugin, enable_plugin
from portal.plugins.models import BulkSwitch
from portal.plugins.planning import plan_switch
from portal.plugins.rules import Refusal, Refused
from portal.plugins.scope import Scope

logger = logging.getLogger("portal.plugins")
#: A bulk switch that nobody has worked on for so long is not being worked on.
STALLED_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Switched:
    """What became of one community: neither a refusal nor a failure means that it was switched."""

    community: Community
    refusal: Refusal | None = None
    has_failed: bool = False


def switch_each(key: str, communities: Iterable[Community], *, on: bool, by: User | None) -> Iterator[Switched]:
    """Switch it in one after the other, whatever happens in those before."""
    act = enable_plugin if on else disable_plugin
    for community in communities:
        try:
            act(key, community=community, by=by)
        except Refused as refused:
            yield Switched(community, refused.refusal)
        except DatabaseError:
            logger.exception("%s could not be switched in %s", key, community.slug)
            yield Switched(community, has_failed=True)
        else:
            yield Switched(community)


def start_bulk_switch(key: str, scope: Scope, *, on: bool, by: User | None) -> BulkSwitch:
    """Have it done in the background: `carry_out` begins once this is committed."""
    with transaction.atomic():
        bulk = BulkSwitch.objects.create(
            plugin_id=key,
            turn_on=on,
            districts=[district.code for district in scope.districts],
            streets=[street.code for street in scope.streets],
            asked_by=by,
        )
        transaction.on_commit(partial(carry_out.enqueue, bulk.pk))
    return bulk


def scope_of(bulk: BulkSwitch) -> Scope:
    return Scope.of_codes(districts=bulk.districts, streets=bulk.streets)


def is_stalled(bulk: BulkSwitch) -> bool:
    """Nobody works on it: whoever did was stopped, or the background worker does not run."""
    return bulk.finished_at is None and timezone.now() - (bulk.worked_at or bulk.asked_at) > STALLED_AFTER


@task()
def carry_out(bulk_id: int) -> None:
    """Do what is left of it. Two workers at once do no harm: each community is switched by the one that comes first."""
    bulk = BulkSwitch.objects.select_related("asked_by").get(pk=bulk_id)
    if bulk.finished_at:
        return
    plan = plan_switch(bulk.plugin_id, scope_of(bulk).find(), on=bulk.turn_on)
    refused = {community.code: refusal.as_json() for community, refusal in plan.refused}
    failed = []
    for switched in switch_each(bulk.plugin_id, plan.changes, on=bulk.turn_on, by=bulk.asked_by):
        if switched.refusal:
            refused[switched.community.code] = switched.refusal.as_json()
        elif switched.has_failed:
            failed.append(switched.community.code)
        else:
            _note(bulk, changed=F("changed") + 1)
    _note(bulk, refused=refused, failed=failed, finished_at=timezone.now())


def _note(bulk: BulkSwitch, **values: object) -> None:
    BulkSwitch.objects.filter(pk=bulk.pk).update(worked_at=timezone.now(), **values)
