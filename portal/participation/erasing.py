"""What is held of a person: given out, erased on request, erased in time. All kinds at once, each in a few queries."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from portal.communities.querysets import CommunityQuerySet
from portal.notifications import jobs as notifications
from portal.notifications.models import Message
from portal.participation.models import Consent, Entry
from portal.participation.places import give_back_all
from portal.participation.querysets import EntryQuerySet, model_of

#: What is left of a kind whose package is gone: nobody knows any more how long it was to be kept.
KEPT_WITHOUT_KIND = dt.timedelta(days=365)
NOBODY: dict[str, Any] = {
    "name": "",
    "phone": "",
    "email": "",
    "on_behalf_why": "",
    "reference": None,
    "token_hash": None,
    "once": None,
}


def kinds() -> list[type[Entry]]:
    """Every kind of entry that is installed."""
    return [model for model in _below(Entry) if not model._meta.abstract and model_of(model._meta.label_lower) is model]


def kinds_of(app_label: str) -> list[str]:
    """The names (`Entry.kind`) of an app's kinds."""
    return [model._meta.label_lower for model in kinds() if model._meta.app_label == app_label]


def _below(model: type[Entry]) -> Iterator[type[Entry]]:
    for child in model.__subclasses__():
        yield child
        yield from _below(child)


def entries_of(*, phone: str, communities: CommunityQuerySet) -> EntryQuerySet:
    """All that somebody handed in there, also where it is off."""
    rows = Entry.objects.kept().of_phone(phone)
    return rows.filter(community__in=communities.order_by().values("pk"))


def export_entries(entries: EntryQuerySet) -> list[dict[str, Any]]:
    """A flat record each, of what its person handed in."""
    rows = entries.specific(with_gone=True)
    given: dict[int, list[str]] = {}
    for consent in Consent.objects.filter(entry__in=[row.pk for row in rows]).select_related("notice"):
        given.setdefault(consent.entry_id, []).append(_consent_text(consent))
    return [_record(row) | {"consents": "; ".join(given.get(row.pk, []))} for row in rows]


def _record(entry: Entry) -> dict[str, Any]:
    record: dict[str, Any] = {
        "what": entry.get_title(),
        "community": str(entry.community),
        "reference": entry.shown_reference,
        "name": entry.name,
        "phone": entry.phone,
        "mail": entry.email,
        "handed_in_at": timezone.localtime(entry.created_at).isoformat(timespec="minutes"),
        "how": str(entry.get_handed_in_by_display()),
        "status": entry.get_status(),
    }
    own = {str(fact.label): fact.value for fact in entry.get_facts()}
    details = {name: getattr(entry, name) for name in entry.personal_fields}
    return record | own | {name: value for name, value in details.items() if value not in own.values()}


def _consent_text(consent: Consent) -> str:
    text = f"{consent.notice} {timezone.localtime(consent.given_at):%Y-%m-%d %H:%M} {consent.get_channel_display()}"
    text += f" {consent.guardian}" if consent.guardian else ""
    return text + (f" (- {timezone.localtime(consent.withdrawn_at):%Y-%m-%d})" if consent.withdrawn_at else "")


@transaction.atomic
def erase_entries(entries: models.QuerySet[Entry], *, frees_places: bool) -> int:
    """Erase whose they are; how many those were. The rows stay as numbers: that somebody signed up, and for what.

    Places are given back where somebody asks to be erased; in time, they stay counted for what is over.
    """
    rows = entries.filter(erased_at=None)
    by_kind: dict[str, list[int]] = {}
    for pk, kind in rows.values_list("pk", "kind"):
        by_kind.setdefault(kind, []).append(pk)
    pks = [pk for of_kind in by_kind.values() for pk in of_kind]
    if not pks:
        return 0
    if frees_places:
        give_back_all(*(f"entry:{pk}" for pk in pks))
    for kind, of_kind in by_kind.items():
        if model := model_of(kind):
            _erase_details(model, of_kind)
    Consent.objects.filter(entry__in=pks).update(guardian="")
    notifications.erase(Message.objects.filter(about__in=[f"entry:{pk}" for pk in pks], erased_at=None))
    return Entry.objects.filter(pk__in=pks).update(**NOBODY, erased_at=timezone.now())


def _erase_details(model: type[Entry], pks: list[int]) -> None:
    empty = {name: empty_value(model._meta.get_field(name)) for name in model.personal_fields}
    if empty:
        model._default_manager.filter(pk__in=pks).update(**empty)
    model.erase_related(pks)


def empty_value(field: Any) -> Any:
    """What a field holds that says nothing."""
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


def erase_due() -> None:
    """What is past its time, kind by kind; one that fails does not keep the others from it."""
    now, failed, known = timezone.now(), [], kinds()
    for model in known:
        try:
            over = models.Q(**{f"{model.kept_after}__lt": now - model.kept_for})  # type: ignore[operator]  # a system check asks for it
            rows = model._default_manager.filter(over | models.Q(withdrawn_at__lt=now - model.kept_for), erased_at=None)  # type: ignore[operator]  # as above
            erase_entries(Entry.objects.filter(pk__in=rows.order_by().values("pk")), frees_places=False)
        except Exception as error:  # whatever the author of a kind did wrong
            failed.append(error)
    gone = Entry.objects.exclude(kind__in=[model._meta.label_lower for model in known])
    erase_entries(gone.filter(created_at__lt=now - KEPT_WITHOUT_KIND), frees_places=False)
    if failed:
        raise ExceptionGroup("some kinds did not erase what is past its time", failed)
