"""Handing in, taking back, and the way back to it. Each is one transaction."""

import uuid
from collections.abc import Iterable
from typing import Any, TypeVar, cast

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.notifications.actions import take_back
from portal.participation import signals
from portal.participation.choices import HandedInBy
from portal.participation.codes import keyed_hash, new_reference, new_token, token_of
from portal.participation.consents import GivenConsent, record_consents
from portal.participation.models import Entry
from portal.participation.places import give_back_all

E = TypeVar("E", bound=Entry)


def hand_in(
    entry: E,
    *,
    once: uuid.UUID | None = None,
    consents: Iterable[GivenConsent] = (),
    channel: HandedInBy = HandedInBy.WEB,
    by: AbstractBaseUser | None = None,
    why: str = "",
) -> E:
    """Store an unsaved entry with its consents and call its `on_handed_in`; returns it with its `token`.

    `once` is the form's own key: sent again, the entry of the first time is returned, as it is. For somebody else:
    `channel`, `by` and `why`. ValidationError says what is wrong (no place left), and nothing is stored then.
    """
    known = handed_in_before(entry, once)
    if known is not None:
        return known
    try:
        return _store(entry, once=once, consents=consents, channel=channel, by=by, why=why)
    except IntegrityError:
        known = handed_in_before(entry, once)
        if known is None:
            raise
        return known  # the same form, sent twice at the same time


@transaction.atomic
def _store(
    entry: E,
    *,
    once: uuid.UUID | None,
    consents: Iterable[GivenConsent],
    channel: HandedInBy,
    by: AbstractBaseUser | None,
    why: str,
) -> E:
    entry.once, entry.token = once, token_of(once) if once else new_token()
    entry.reference, entry.token_hash = _free_reference(), keyed_hash("link", entry.token)
    entry.language = entry.language or get_language() or ""
    entry.handed_in_by, entry.typed_in_by, entry.on_behalf_why = channel, by, why  # type: ignore[assignment]  # the user model is Django's
    try:
        entry.save(force_insert=True)
        record_consents(entry, consents, by=by)
        entry.on_handed_in()
    except BaseException:
        entry.pk = entry.id = None  # rolled back: the same object may be handed in again
        entry._state.adding = True
        raise
    if by is not None:
        log(instance=entry, action="participation.on_behalf", user=by, data={"channel": channel.value})
    return entry


def handed_in_before(entry: E, once: uuid.UUID | None) -> E | None:
    """What was handed in by the form with this key, with its token, unless its link was replaced meanwhile."""
    if once is None:
        return None
    known = Entry.objects.filter(once=once).first()
    if known is None:
        return None
    if known.kind != entry._meta.label_lower or known.community_id != entry.community_id:
        raise ValidationError(_("This form was used for something else. Please open it again."))
    found = cast(E, known.specific)
    token = token_of(once)
    found.token = token if found.token_hash == keyed_hash("link", token) else ""
    return found


def _free_reference() -> str:
    """Drawn until nobody has it; the constraint is for the two in a hundred million million who draw the same."""
    while True:
        reference = new_reference()
        if not Entry.objects.filter(reference=reference).exists():
            return reference


@transaction.atomic
def withdraw(entry: Entry, *, by: AbstractBaseUser | None = None) -> bool:
    """Take it back: its places are free again and nobody is told of it any more. False if it was taken back before.

    `by` is None where its person does it; whether they may (`can_be_withdrawn`) is for the caller to ask.
    """
    row = Entry.objects.select_for_update().get(pk=entry.pk)
    if row.withdrawn_at is not None:
        return False
    now = timezone.now()
    Entry.objects.filter(pk=row.pk).update(withdrawn_at=now)
    entry.withdrawn_at = now
    give_back_all(entry.holder)
    take_back(about=entry.about)
    specific = entry.specific
    specific.withdrawn_at = now
    specific.on_withdrawn()
    signals.entry_withdrawn.send(sender=type(specific), entry=specific)
    if by is not None:
        log(instance=specific, action="participation.withdraw", user=by)
    return True


@transaction.atomic
def renew_link(entry: Entry, *, by: AbstractBaseUser | None = None) -> str:
    """A new private link's token; the one before opens nothing any more. Logged where staff did it."""
    token = new_token()
    Entry.objects.filter(pk=entry.pk).update(token_hash=keyed_hash("link", token))
    if by is not None:
        log(instance=entry.specific, action="participation.renew_link", user=by)
    return token


def entry_of_token(token: str) -> Entry | None:
    """Whose private link it is. None for a wrong one, and for what is erased or off."""
    row: Any = Entry.objects.shown().filter(token_hash=keyed_hash("link", token)).first()
    return row.specific if row else None
