"""Who came, hours, certificates."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from portal.communities.models import Community
from portal.names import Names
from portal.volunteers.attendance import Confirming, record_hours, settle
from portal.volunteers.certificates import found_by, issue, revoke, short_name
from portal.volunteers.claims import claim, drop
from portal.volunteers.models import Certificate, Claim, Member, ServiceRecord, Team
from tests.factories.people import UserFactory
from tests.factories.volunteers import make_leader, make_member, make_shift, make_team

READING = Names({"zh-hans": "读报", "en": "Reading"})


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel("2026-11-26 12:00:00+08:00", tick=False):
        yield


def past_claim(team: Team, member: Member) -> Claim:
    """Of yesterday, nine to eleven."""
    with time_machine.travel("2026-11-24 12:00:00+08:00", tick=False):
        return claim(make_shift(team), member=member)


def hours(member: Member, minutes: int = 120, day: dt.date = dt.date(2026, 11, 20)) -> ServiceRecord:
    return record_hours(member, names=READING, day=day, minutes=minutes, by=Confirming(user=UserFactory()))


def test_leader_confirms_who_came(team: Team) -> None:
    leader, member = make_leader(team, name="王阿姨"), make_member(team)
    held = past_claim(team, member)
    settle(held, has_come=True, by=Confirming(leader=leader))
    record = member.records.get()
    assert (record.minutes, record.day, record.confirmed_by) == (120, dt.date(2026, 11, 25), "王阿姨")
    assert record.names == {"zh-hans": "值班", "en": "Duty"}


def test_last_word_counts(team: Team) -> None:
    member = make_member(team)
    held, editor = past_claim(team, member), Confirming(user=UserFactory())
    settle(held, has_come=True, minutes=60, by=editor)
    settle(held, has_come=True, minutes=90, by=editor)
    assert list(member.records.values_list("minutes", flat=True)) == [90]
    settle(held, has_come=False, by=editor)
    assert member.records.count() == 0


def test_settled_shift_is_not_given_back(team: Team) -> None:
    held = past_claim(team, make_member(team))
    settle(held, has_come=True, by=Confirming(user=UserFactory()))
    with pytest.raises(ValidationError):
        drop(held, is_late_allowed=True)


def test_nobody_confirms_what_is_not_theirs(team: Team, sunshine: Community) -> None:
    leader, member = make_leader(team), make_member(team)
    other = make_leader(make_team("patrol", community=sunshine))
    held = past_claim(team, member)
    for nobody in (Confirming(leader=other), Confirming(leader=member), Confirming()):
        with pytest.raises(PermissionDenied):
            settle(held, has_come=True, by=nobody)
    with pytest.raises(ValidationError):
        settle(past_claim(team, leader), has_come=True, by=Confirming(leader=leader))


def test_nothing_is_confirmed_before_it_began(team: Team) -> None:
    held = claim(make_shift(team), member=make_member(team))
    with pytest.raises(ValidationError):
        settle(held, has_come=True, by=Confirming(user=UserFactory()))


def test_hours_are_of_the_past_and_possible(team: Team) -> None:
    member = make_member(team)
    for values in ({"day": dt.date(2026, 11, 27)}, {"minutes": 0}, {"minutes": 60 * 24 * 15}):
        with pytest.raises(ValidationError):
            hours(member, **values)


def test_certificate_sums_what_is_confirmed(team: Team) -> None:
    member = make_member(team, name="王小明")
    hours(member, 120, dt.date(2026, 11, 3))
    hours(member, 90, dt.date(2026, 11, 20))
    certificate = issue(member)
    assert (certificate.minutes, certificate.times, certificate.name) == (210, 2, "王小明")
    assert (certificate.first_day, certificate.last_day) == (dt.date(2026, 11, 3), dt.date(2026, 11, 20))
    assert certificate.organisers == team.community.names
    assert issue(member) == certificate


def test_certificate_of_a_time_without_hours_is_none(team: Team) -> None:
    member = make_member(team)
    hours(member)
    with pytest.raises(ValidationError):
        issue(member, first=dt.date(2026, 11, 21))


def test_check_wants_number_and_code(team: Team) -> None:
    member = make_member(team)
    hours(member)
    certificate = issue(member)
    assert found_by(certificate.number, certificate.code.lower()) == certificate
    assert (found_by(certificate.number, "ABCD-EFGH"), found_by("2026-00000000", certificate.code)) == (None, None)


def test_holder_may_show_the_family_name_alone(team: Team) -> None:
    member = make_member(team, name="王小明")
    hours(member)
    assert issue(member, whole_name=False).name == "王**"
    assert short_name("Mary Smith") == "M. S."


def test_erased_member_leaves_hours_without_a_name(team: Team) -> None:
    member = make_member(team)
    hours(member)
    certificate = issue(member)
    Member.erase_related([member.pk])
    certificate.refresh_from_db()
    assert (certificate.name, certificate.minutes) == ("", 120)


def test_revoked_certificate_says_so(team: Team) -> None:
    member = make_member(team)
    hours(member)
    certificate = issue(member)
    revoke(certificate, by=UserFactory())
    assert Certificate.objects.get().revoked_at == timezone.now()
    assert issue(member) != certificate
