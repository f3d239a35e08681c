"""Signing in by phone: a code by text message opens a short visit. No account, no password.

Whoever asks for the code of somebody else's phone learns nothing by it (the answer is the same for every number), sends
its owner few texts (`may_send`), and guesses in vain (five times a request, twenty a day for a phone).
"""

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import F, Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language

from portal.notifications.actions import Recipient, can_reach, tell
from portal.participation.codes import keyed_hash, new_token
from portal.participation.kinds_of_messages import CODE, CODE_LASTS
from portal.participation.models import Entry, PhoneSignIn
from portal.phones import plain_phone

COOKIE = "linli_visit"
VISIT_LASTS = dt.timedelta(minutes=30)
CODE_DIGITS = 6
GUESSES, GUESSES_A_DAY = 5, 20
#: Texts to one phone: at most so many within these times.
TEXTS = {dt.timedelta(minutes=1): 1, dt.timedelta(hours=1): 3, dt.timedelta(days=1): 8}
FORGOTTEN = dt.timedelta(days=1)


@transaction.atomic
def ask_for_code(phone: str) -> PhoneSignIn:
    """Have a code sent to a phone with which something was handed in, unless enough were sent.

    The row stands for this request whether or not a text goes out. While an earlier code is good it is good here, too:
    its owner may have been sent it a moment ago.
    """
    phone = plain_phone(phone)
    entry = Entry.objects.shown().of_phone(phone).select_related("community").first()
    if entry is None or not may_send(phone):
        return PhoneSignIn.objects.create(phone=phone, code_hash=_good_hash(phone) if entry else "")
    code = "".join(secrets.choice("0123456789") for _number in range(CODE_DIGITS))
    row = PhoneSignIn.objects.create(phone=phone, code_hash=_hash(phone, code), has_sent=True)
    tell(
        CODE.key,
        to=Recipient("", phone=phone, language=get_language() or entry.language),
        community=entry.community,
        about=f"participation.sign_in:{row.pk}",
        key=f"participation.sign_in:{row.pk}",
        variables={"code": code},
    )
    return row


def is_offered() -> bool:
    """Whether codes reach anybody: there is a provider of text messages."""
    return can_reach(CODE.key, Recipient("", phone="13800000000", language=get_language() or ""))


def may_send(phone: str) -> bool:
    now, sent = timezone.now(), PhoneSignIn.objects.filter(phone=phone, has_sent=True)
    return all(sent.filter(asked_at__gt=now - time).count() < limit for time, limit in TEXTS.items())


def _good_hash(phone: str) -> str:
    sent = PhoneSignIn.objects.filter(phone=phone, has_sent=True, asked_at__gt=timezone.now() - CODE_LASTS)
    latest = sent.order_by("-pk").first()
    return latest.code_hash if latest else ""


def _hash(phone: str, code: str) -> str:
    return keyed_hash("code", f"{phone}:{code}")


def enter_code(row: PhoneSignIn, code: str) -> str | None:
    """The token of a visit for the right code, given in time; None for a wrong one. Each guess counts before it is
    looked at, so that many at once are no more than one after another."""
    guess = PhoneSignIn.objects.filter(pk=row.pk, guesses__lt=GUESSES, asked_at__gt=timezone.now() - CODE_LASTS)
    if not guess.filter(visit_hash=None).update(guesses=F("guesses") + 1):
        return None
    day = PhoneSignIn.objects.filter(phone=row.phone, asked_at__gt=timezone.now() - dt.timedelta(days=1))
    if (day.aggregate(all=Sum("guesses"))["all"] or 0) > GUESSES_A_DAY:
        return None
    digits = "".join(str(int(sign)) for sign in code if sign.isdecimal())
    if not row.code_hash or not constant_time_compare(row.code_hash, _hash(row.phone, digits)):
        return None
    token = new_token()
    opened = guess.model.objects.filter(pk=row.pk, visit_hash=None)
    until = timezone.now() + VISIT_LASTS
    return token if opened.update(visit_hash=keyed_hash("visit", token), visit_until=until) else None


def start_visit(response: HttpResponseBase, token: str, request: HttpRequest) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(VISIT_LASTS.total_seconds()),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )


def signed_in_phone(request: HttpRequest) -> str:
    """The phone of whoever signed in by its code, less than half an hour ago; empty for everybody else. One query, for
    visitors with the cookie.

    Only on pages that are a `private_page`: others are kept for all readers alike.
    """
    token = request.COOKIES.get(COOKIE, "")
    if not token:
        return ""
    row = PhoneSignIn.objects.filter(visit_hash=keyed_hash("visit", token), visit_until__gt=timezone.now()).first()
    return row.phone if row else ""


def end_visit(request: HttpRequest, response: HttpResponseBase) -> None:
    if token := request.COOKIES.get(COOKIE):
        PhoneSignIn.objects.filter(visit_hash=keyed_hash("visit", token)).update(visit_until=timezone.now())
    response.delete_cookie(COOKIE, samesite="Lax")


def forget_sign_ins() -> int:
    """Rows that neither open nor count any more."""
    return PhoneSignIn.objects.filter(asked_at__lt=timezone.now() - FORGOTTEN).delete()[0]
