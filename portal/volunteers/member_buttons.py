"""What a volunteer does on the private page; each is a button that sends a form."""

from collections.abc import Callable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date

from portal.volunteers.certificates import issue
from portal.volunteers.claims import claim, drop
from portal.volunteers.members import answer_question, change_offer
from portal.volunteers.models import Member, Shift


def press(member: Member, action: str, argument: str, values: Mapping[str, str]) -> bool:
    """False where that is not possible (any more); `member.refusal` says why then."""
    button = BUTTONS.get(action)
    if button is None:
        return False
    try:
        return button(member, argument, values)
    except ValidationError as error:
        member.refusal = " ".join(error.messages)
        return False


def take_shift(member: Member, pk: str, _values: Mapping[str, str]) -> bool:
    shift = Shift.objects.filter(pk=_number(pk), duty__team=member.team_id).first()
    return shift is not None and bool(claim(shift, member=member))


def drop_shift(member: Member, pk: str, _values: Mapping[str, str]) -> bool:
    own = member.claims.filter(pk=_number(pk)).select_related("shift").first()
    if own is None:
        return False
    drop(own)
    return True


def answer(member: Member, _argument: str, values: Mapping[str, str]) -> bool:
    return answer_question(member, values.get("answer", ""))


def offer(member: Member, _argument: str, values: Mapping[str, str]) -> bool:
    return change_offer(member, available=values.get("available", ""), skills=values.get("skills", ""))


def draw_certificate(member: Member, _argument: str, values: Mapping[str, str]) -> bool:
    first, last = _day(values.get("first", "")), _day(values.get("last", ""))
    issue(member, first=first, last=last, whole_name=values.get("name") != "short")
    return True


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return timezone.localdate()


BUTTONS: dict[str, Callable[[Member, str, Mapping[str, str]], bool]] = {
    "claim": take_shift,
    "drop": drop_shift,
    "answer": answer,
    "offer": offer,
    "certificate": draw_certificate,
}
