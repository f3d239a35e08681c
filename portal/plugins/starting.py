"""Plugins learn where they are on: at once from a community's own switch, and soon after from the city's policy.

A policy may switch a plugin on in a thousand communities with one row. Each then gets its `plugin_enabled` (its pages,
say) in a transaction of its own, in the background. For what was cut off, or came about otherwise (a community opened
later, one that moved to another street), the timed job makes up.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django_tasks import task

from portal.communities.models import Community
from portal.communities.querysets import CommunityQuerySet
from portal.operations.due import register_due_job
from portal.plugins.activation import communities_with, states_for
from portal.plugins.calling import call
from portal.plugins.choices import Level
from portal.plugins.models import Activation
from portal.plugins.registry import installed

OFTEN = timedelta(minutes=10)


def communities_to_tell(key: str) -> CommunityQuerySet:
    """Open communities in which the plugin is on and was not told so, or the other way round. Muted ones wait."""
    here = Activation.objects.filter(plugin=key, community=OuterRef("pk"))
    is_on = Q(pk__in=communities_with(key).order_by().values("pk"))
    is_started = Exists(here.filter(is_started=True))
    open_ones = Community.objects.open().exclude(Exists(here.filter(muted_at__isnull=False)))
    return open_ones.filter((is_on & ~is_started) | (~is_on & is_started))


@transaction.atomic
def tell_plugin(key: str, community: Community | None) -> None:
    """Call `plugin_enabled` or `plugin_disabled` if the plugin was told the opposite last, or nothing yet.

    A muted one is told after its reset.
    """
    activation = Activation.objects.locked(key, community)
    state = states_for(community)[key]
    if state.is_on == activation.is_started or state.is_muted:
        return
    if state.is_on:
        call("plugin_enabled", only=key, community=community)
        if community is not None and community.is_open:
            call("community_opened", only=key, community=community)
    else:
        call("plugin_disabled", only=key, community=community)
    # Not `save()`: the fuse may have counted failures of these very calls.
    Activation.objects.filter(pk=activation.pk).update(is_started=state.is_on)


def tell_everywhere(key: str) -> None:
    """Safe to break off and to repeat."""
    if installed()[key].level == Level.CITY:
        return tell_plugin(key, None)
    for community in communities_to_tell(key).with_street():
        tell_plugin(key, community)


@task()
def tell_soon(key: str) -> None:
    tell_everywhere(key)


def tell_all() -> None:
    for key in installed():
        tell_everywhere(key)


def register_jobs() -> None:
    register_due_job("plugins.tell_all", tell_all, every=OFTEN)
