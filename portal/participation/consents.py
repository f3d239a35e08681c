"""Giving consent and taking it back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from portal.participation import signals
from portal.participation.choices import ConsentOf
from portal.participation.models import Consent, ConsentNotice, Entry
from portal.participation.notices import stored_notice


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """What a form got: to which words, and by a guardian if one is named."""

    notice: ConsentNotice
    guardian: str = ""


def record_consents(entry: Entry, consents: Iterable[GivenConsent], *, by: AbstractBaseUser | None) -> list[Consent]:
    """In the transaction of what they were given for. Given twice, it is the first that counts."""
    return [_record(entry, given, by) for given in consents]


def _record(entry: Entry, given: GivenConsent, by: AbstractBaseUser | None) -> Consent:
    values = {
        "given_by": ConsentOf.GUARDIAN if given.guardian else ConsentOf.SELF,
        "guardian": given.guardian,
        "channel": entry.handed_in_by,
        "recorded_by": by,
        "language": entry.language,
    }
    consent, _is_new = Consent.objects.get_or_create(
        entry_id=entry.pk, notice=stored_notice(given.notice), withdrawn_at=None, defaults=values
    )
    return consent


def has_consent(entry: Entry, key: str) -> bool:
    """Whether consent to this notice, of whatever version, was given and holds."""
    return Consent.objects.filter(entry=entry.pk, notice__key=key, withdrawn_at=None).exists()


@transaction.atomic
def withdraw_consent(consent: Consent) -> bool:
    """Whoever leans on it is told by `signals.consent_withdrawn`. False if it was withdrawn before."""
    now = timezone.now()
    if not Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=now):
        return False
    consent.withdrawn_at = now
    signals.consent_withdrawn.send(sender=Consent, consent=consent)
    return True
