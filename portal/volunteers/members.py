"""Joining and leaving: asked by residents, decided by editors."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.notifications.actions import Recipient, tell
from portal.notifications.kinds import MessageKind
from portal.participation.choices import HandedInBy
from portal.volunteers import messages
from portal.volunteers.choices import MemberStatus
from portal.volunteers.models import Certificate, Claim, Member, ServiceRecord, Shift, Team, Visitor


def tell_member(member: Member, kind: MessageKind, key: str, **variables: str) -> None:
    """In the member's language; `key` once for what it tells."""
    to = Recipient(member.name, phone=member.phone, email=member.email, language=member.language)
    key = f"{kind.key}:{member.pk}:{key}"
    tell(kind.key, to=to, community=member.community, about=member.about, key=key, variables=variables)


def team_name(member: Member) -> str:
    return member.team.names.in_language(member.language)


def greet(member: Member) -> None:
    """Somebody handed the form in. Whom a worker typed in from paper is a member at once: the team knows them."""
    if member.handed_in_by != HandedInBy.WEB and member.typed_in_by is not None:
        _become_member(member, by=member.typed_in_by)


@transaction.atomic
def confirm(member: Member, *, by: User) -> None:
    """They are in the team from now on, and are told so."""
    member = _waiting(member)
    _become_member(member, by=by)
    log(instance=member, action="volunteers.confirm", user=by)


def _become_member(member: Member, *, by: User) -> None:
    member.status, member.decided_at, member.decided_by = MemberStatus.ACTIVE, timezone.now(), by
    member.save()
    tell_member(member, messages.WELCOME, "in", team=team_name(member))


@transaction.atomic
def ask_back(member: Member, *, question: str, by: User) -> None:
    """They answer on their private page, and wait again."""
    member = _waiting(member)
    member.status, member.question, member.answer = MemberStatus.QUESTION, question, ""
    member.save()
    tell_member(member, messages.QUESTION, str(timezone.now().timestamp()), team=team_name(member), question=question)
    log(instance=member, action="volunteers.ask_back", user=by)


@transaction.atomic
def decline(member: Member, *, by: User) -> None:
    member = _waiting(member)
    member.status, member.decided_at, member.decided_by = MemberStatus.DECLINED, timezone.now(), by
    member.ended_at = member.decided_at
    member.save()
    tell_member(member, messages.DECLINED, "out", team=team_name(member))
    log(instance=member, action="volunteers.decline", user=by)


@transaction.atomic
def answer_question(member: Member, answer: str) -> bool:
    """By the person; False where nobody asks."""
    member = _locked(member)
    if member.status != MemberStatus.QUESTION or not answer.strip():
        return False
    member.status, member.answer = MemberStatus.ASKED, answer.strip()[:500]
    member.save()
    return True


@transaction.atomic
def change_offer(member: Member, *, available: str, skills: str) -> bool:
    """When they have time and what they are good at, said anew by the person."""
    member = _locked(member)
    if member.ended_at is not None:
        return False
    member.available, member.skills = available.strip()[:300], skills.strip()[:300]
    member.save()
    return True


@transaction.atomic
def vet(member: Member, *, by: User, is_vetted: bool = True) -> None:
    """Who may visit people who live alone is looked at first: who did so and when is kept. Taken away, the visits that
    lie ahead are nobody's: editors see them as without visitors."""
    member = _locked(member)
    if is_vetted and not member.is_active:
        raise ValidationError(_("Only members can be vetted."))
    member.vetted_at, member.vetted_by = (timezone.now(), by) if is_vetted else (None, None)
    member.save()
    if not is_vetted:
        member.visits.filter(visit__starts__gt=timezone.now()).delete()
    log(instance=member, action="volunteers.vet" if is_vetted else "volunteers.unvet", user=by)


def leave(member: Member) -> None:
    """Called in the transaction that takes the entry back: by the person, or by staff who take them out.

    Shifts that lie ahead are free again; places of what has been stay as they were."""
    now = timezone.now()
    member.status, member.ended_at = MemberStatus.LEFT, now
    member.vetted_at = member.vetted_by = None
    member.save()
    Team.objects.filter(leader=member).update(leader=None)
    member.claims.filter(shift__starts__gt=now).delete()
    member.visits.filter(visit__starts__gt=now).delete()


def forget(pks: Collection[int]) -> None:
    """Of erased members only numbers stay: they are in the team no more, hold and lead nothing, and their certificates
    name nobody."""
    now = timezone.now()
    members = Member.objects.filter(pk__in=pks)
    members.filter(ended_at=None).update(status=MemberStatus.LEFT, ended_at=now, vetted_at=None, vetted_by=None)
    Team.objects.filter(leader__in=pks).update(leader=None)
    Claim.objects.filter(member__in=pks, shift__starts__gt=now).delete()
    Visitor.objects.filter(member__in=pks, visit__starts__gt=now).delete()
    Certificate.objects.filter(member__in=pks).update(name="")
    ServiceRecord.objects.filter(confirmed_by_leader__in=pks).update(confirmed_by="-")


def _locked(member: Member) -> Member:
    return Member.objects.select_for_update(of=("self",)).select_related("team", "community").get(pk=member.pk)


def _waiting(member: Member) -> Member:
    member = _locked(member)
    if member.status not in (MemberStatus.ASKED, MemberStatus.QUESTION):
        raise ValidationError(_("This was decided already."))
    return member


def shown_time(shift: Shift, language: str) -> str:
    """Short enough for a text message."""
    with translation.override(language):
        local = timezone.localtime(shift.starts)
        return f"{local:%m-%d %H:%M}"
