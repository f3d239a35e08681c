"""A household that has typed its code: known for this matter, for a while, by a signed cookie. No account, no session
in the database. A code may be typed any number of times while the matter is open."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.communities.models import Community, Household
from portal.participation.household_choices import CodeProblem
from portal.participation.household_code import Misspelt, digests_of, read_code
from portal.participation.household_throttle import count_wrong_code, is_closed
from portal.participation.models import HouseholdCode, HouseholdMatter

COOKIE = "household"
SALT = "portal.participation.household_visit"
#: Long enough to read everything and to answer; a shared phone forgets soon.
MINUTES = 30


class CodeRefused(Exception):
    """`problem` says why, `matter` which matter it would have been, where that is known."""

    def __init__(self, problem: CodeProblem, matter: HouseholdMatter | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.matter = matter


@dataclass(frozen=True, slots=True)
class HouseholdVisit:
    matter: HouseholdMatter
    household: Household
    code_id: int


def find_code(request: HttpRequest, community: Community, typed: str) -> HouseholdCode:
    """The valid code that was typed, of an open matter of this community. Raises CodeRefused."""
    if is_closed(request, community):
        raise CodeRefused(CodeProblem.TOO_MANY)
    try:
        digests = digests_of(read_code(typed))
    except Misspelt:
        raise CodeRefused(CodeProblem.MISSPELT) from None
    codes = HouseholdCode.objects.filter(digest__in=digests, matter__community=community)
    code = codes.select_related("matter", "household").first()
    if code is None:
        count_wrong_code(request, community)
        raise CodeRefused(CodeProblem.UNKNOWN)
    if problem := _problem_of(code):
        raise CodeRefused(problem, code.matter)
    return code


def _problem_of(code: HouseholdCode) -> CodeProblem | None:
    now = timezone.now()
    if code.matter.is_over(now):
        return CodeProblem.CLOSED
    if code.replaced_at:
        return CodeProblem.REPLACED
    return None if code.matter.is_open(now) else CodeProblem.TOO_EARLY


@transaction.atomic
def begin_visit(response: HttpResponse, code: HouseholdCode) -> None:
    """Let the browser be this household's for `MINUTES`; the cookie holds two numbers, signed."""
    HouseholdCode.objects.filter(pk=code.pk, used_at=None).update(used_at=timezone.now())
    response.set_cookie(
        COOKIE,
        signing.dumps([code.matter_id, code.pk], salt=SALT),
        max_age=MINUTES * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def end_visit(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def household_visit(request: HttpRequest, matter: HouseholdMatter) -> HouseholdVisit | None:
    """The household that has typed its code for this matter in this browser; None for everybody else, once the matter
    is over, and once its code was replaced. One query where there is a cookie."""
    try:
        matter_id, code_id = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=dt.timedelta(minutes=MINUTES)
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if matter_id != matter.pk or not matter.is_open():
        return None
    code = HouseholdCode.objects.valid().select_related("household").filter(pk=code_id, matter=matter).first()
    return HouseholdVisit(matter, code.household, code.pk) if code else None


def lock_household(matter: HouseholdMatter, household: Household) -> Household:
    """Inside a transaction: answers of one household wait for each other, by whatever channel they come.

    Raises CodeRefused where the matter takes no answers any more. The matter's row is read after the lock, so that an
    answer sent as it closes is in or out, never half.
    """
    Household.objects.select_for_update().get(pk=household.pk)
    matter = HouseholdMatter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    if not matter.is_open():
        raise CodeRefused(CodeProblem.CLOSED, matter)
    return household
