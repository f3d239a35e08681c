"""What is held about persons: given out, erased on request, erased in time. Also where a plugin is off."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from traceback import format_tb
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.communities.persons import Holder, HoldsPersons, own_holders
from portal.communities.querysets import CommunityQuerySet
from portal.names import Names
from portal.operations.due import register_due_job
from portal.operations.security_log import log_security_event
from portal.participation.erasing import entries_of, erase_entries, export_entries, kinds_of
from portal.participation.querysets import EntryQuerySet
from portal.plugins.app_config import ANYTHING
from portal.plugins.declaration import Plugin
from portal.plugins.models import InstalledPlugin
from portal.plugins.registry import installed, label_of

logger = logging.getLogger("portal.plugins")
DAILY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """What a plugin, or an app of the portal, holds of a person: a flat mapping a record, of what JSON can write."""

    holder: Plugin | Holder
    records: tuple[Mapping[str, Any], ...]
    has_failed: bool = False


class NotErased(Exception):
    """One of them failed to erase, so nothing was erased at all."""

    def __init__(self, holder: Plugin | Holder) -> None:
        super().__init__(holder.key)
        self.holder = holder


class PluginData:
    """What a plugin itself says it holds, and what people handed in with it: `portal.participation` keeps that."""

    def __init__(self, plugin: Plugin) -> None:
        self.own = plugin.get_personal_data()
        self.kinds = kinds_of(label_of(plugin))

    def export(self, *, communities: CommunityQuerySet, phone: str) -> Iterator[Mapping[str, Any]]:
        if self.own:
            yield from self.own.export(communities=communities, phone=phone)
        if self.kinds:
            yield from export_entries(self._entries(communities, phone))

    def erase(self, *, communities: CommunityQuerySet, phone: str) -> int:
        erased = self.own.erase(communities=communities, phone=phone) if self.own else 0
        if self.kinds:
            erased += erase_entries(self._entries(communities, phone), frees_places=True)
        return erased

    def _entries(self, communities: CommunityQuerySet, phone: str) -> EntryQuerySet:
        return entries_of(phone=phone, communities=communities).filter(kind__in=self.kinds)


def holding_plugins() -> list[Plugin]:
    """The plugins that hold something about persons."""
    return [plugin for plugin in installed().values() if plugin.personal_data or kinds_of(label_of(plugin))]


def what_is_held(plugin: Plugin) -> str:
    """What the plugin says it holds, why and how long, in the active language; empty for one that holds nothing."""
    try:
        if data := plugin.get_personal_data():
            return str(Names(data.description))
    except ANYTHING as error:
        _note_failure(plugin, error)
        return ""
    if not kinds_of(label_of(plugin)):
        return ""
    return _("What people hand in with it: name, phone and what they wrote; erased some time after it is over.")


def holdings() -> list[tuple[Plugin | Holder, str]]:
    """Everybody who holds something about persons, and what."""
    own = [(holder, str(holder.description)) for holder in own_holders()]
    return [*own, *((plugin, what_is_held(plugin)) for plugin in holding_plugins())]


def _data_of(holder: Plugin | Holder) -> HoldsPersons:
    return holder.data if isinstance(holder, Holder) else PluginData(holder)


def export_person(*, phone: str, communities: CommunityQuerySet, by: AbstractBaseUser | None) -> list[Held]:
    """All that is held of this person in these communities. That it was asked for is logged, not about whom.

    Whoever fails is in the list and says so.
    """
    everybody: list[Plugin | Holder] = [*own_holders(), *holding_plugins()]
    held = [_export(holder, phone=phone, communities=communities) for holder in everybody]
    _log("export_person", [found.holder.key for found in held if found.records], by)
    return held


def _export(holder: Plugin | Holder, *, phone: str, communities: CommunityQuerySet) -> Held:
    try:
        with transaction.atomic():  # a query that fails must not spoil those of the next one
            records = list(_data_of(holder).export(communities=communities, phone=phone))
        return Held(holder, tuple(json.loads(json.dumps(records, cls=DjangoJSONEncoder))))
    except ANYTHING as error:
        _note_failure(holder, error)
        return Held(holder, (), has_failed=True)


@transaction.atomic
def erase_person(*, phone: str, communities: CommunityQuerySet, by: AbstractBaseUser | None) -> dict[str, int]:
    """Erase all of it; {holder: records erased}. Logged without the person. Raises NotErased if one of them fails."""
    erased = {}
    everybody: list[Plugin | Holder] = [*holding_plugins(), *own_holders()]
    for holder in everybody:
        try:
            erased[holder.key] = _data_of(holder).erase(communities=communities, phone=phone)
        except ANYTHING as error:
            _note_failure(holder, error)
            raise NotErased(holder) from None
    _log("erase_person", [key for key, count in erased.items() if count], by)
    return erased


def _note_failure(holder: Plugin | Holder, error: BaseException) -> None:
    """Where it failed, without the error's own text: databases quote in it what they were asked for."""
    where = "".join(format_tb(error.__traceback__))
    logger.error("The personal data of %s could not be handled: %s\n%s", holder.key, type(error).__name__, where)


def _log(action: str, keys: list[str], by: AbstractBaseUser | None) -> None:
    """Of plugins in the admin's log, of all in the security log."""
    log_security_event(action, held_by=",".join(keys) or "-", by=by.pk if by else None)
    for row in InstalledPlugin.objects.filter(key__in=keys):
        log(instance=row, action=f"plugins.{action}", user=by)


def erase_due() -> None:
    """What is past its time, plugin by plugin; one that fails does not keep the others from it."""
    today, failed = timezone.localdate(), []
    for plugin in installed().values():
        try:
            if data := plugin.get_personal_data():
                with transaction.atomic():
                    data.erase_due(today=today)
        except Exception as error:  # whatever its author did wrong
            failed.append(error)
    if failed:
        raise ExceptionGroup("some plugins did not erase what is past its time", failed)


def register_jobs() -> None:
    register_due_job("plugins.erase_due", erase_due, every=DAILY)
