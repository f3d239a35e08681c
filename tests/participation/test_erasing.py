"""What is held of a person: given out whole, erased whole, and in time."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import checks
from django.utils import timezone

from portal.communities.models import Community
from portal.notifications.actions import tell
from portal.notifications.models import Message
from portal.participation.actions import hand_in, withdraw
from portal.participation.consents import GivenConsent
from portal.participation.erasing import KEPT_WITHOUT_KIND, erase_due
from portal.participation.kinds_of_messages import CODE
from portal.participation.models import Consent, Entry, PhoneSignIn
from portal.participation.notices import current_notice
from portal.participation.persons import HOLDER
from tests.factories.communities import CommunityFactory
from tests.workshops.models import SignUp, Workshop

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
EVERYWHERE = Community.objects.all()


@pytest.fixture
def entry(sign_up: SignUp) -> SignUp:
    return hand_in(sign_up, consents=[GivenConsent(current_notice("workshops.child"), "Guardian Mei")])


def everything_kept() -> str:
    """All rows that may name somebody, as text."""
    models = (Entry, SignUp, Consent, Message, PhoneSignIn)
    return " ".join(str(row) for model in models for row in model.objects.values())


def test_all_of_a_person_is_given_out_and_nothing_of_others(entry: SignUp) -> None:
    other = SignUp(community=entry.community, workshop=entry.workshop, name="Lan", phone="13900139000")
    hand_in(other)
    (record,) = HOLDER.data.export(communities=EVERYWHERE, phone="+86 138-0013 8000")
    assert (record["what"], record["name"], record["People"], record["Wishes"]) == (
        "Paper lanterns",
        "王阿姨",
        "2",
        "a chair",
    )
    assert ("Guardian Mei" in record["consents"], record["reference"]) == (True, entry.shown_reference)
    elsewhere = EVERYWHERE.filter(pk=CommunityFactory().pk)
    assert list(HOLDER.data.export(communities=elsewhere, phone=PHONE)) == []


def test_erased_person_is_nowhere_and_the_place_is_free(entry: SignUp) -> None:
    values: dict[str, Any] = {"community": entry.community, "about": entry.about, "key": entry.about}
    tell(CODE.key, to=entry.recipient, variables={"code": "123456"}, **values)
    PhoneSignIn.objects.create(phone=PHONE)
    assert HOLDER.data.erase(communities=EVERYWHERE, phone=PHONE) == 1
    kept = everything_kept()
    assert [word for word in ("王阿姨", PHONE, "a chair", "Guardian Mei", entry.reference) if word in kept] == []
    entry.workshop.refresh_from_db()
    assert (entry.workshop.taken, SignUp.objects.get().people, Consent.objects.count()) == (0, 2, 1)
    assert HOLDER.data.erase(communities=EVERYWHERE, phone=PHONE) == 0


def test_erasing_stays_in_the_communities_asked_for(entry: SignUp) -> None:
    assert HOLDER.data.erase(communities=EVERYWHERE.exclude(pk=entry.community_id), phone=PHONE) == 0
    assert Entry.objects.get().name == "王阿姨"


def test_persons_are_erased_a_month_after_the_workshop(entry: SignUp) -> None:
    with time_machine.travel(entry.workshop.ends_at + dt.timedelta(days=30), tick=False) as clock:
        erase_due()
        assert Entry.objects.get().name == "王阿姨"
        clock.shift(dt.timedelta(seconds=1))
        erase_due()
    row = SignUp.objects.get()
    assert (row.name, row.wishes, row.workshop.taken) == ("", "", 2)  # how many came is kept
    assert row.erased_at


def test_without_an_end_it_is_kept_until_taken_back(entry: SignUp) -> None:
    Workshop.objects.update(ends_at=None)
    with time_machine.travel(timezone.now() + dt.timedelta(days=4000), tick=False) as clock:
        erase_due()
        assert Entry.objects.get().name == "王阿姨"
        withdraw(entry)
        clock.shift(dt.timedelta(days=31))
        erase_due()
    assert Entry.objects.get().name == ""


def test_what_a_package_left_is_shown_and_erased_all_the_same(entry: SignUp) -> None:
    Entry.objects.update(kind="gone.signup")
    (record,) = HOLDER.data.export(communities=EVERYWHERE, phone=PHONE)
    assert record["name"] == "王阿姨"
    with time_machine.travel(timezone.now() + KEPT_WITHOUT_KIND + dt.timedelta(minutes=1), tick=False):
        erase_due()
    assert Entry.objects.get().name == ""


def test_kind_that_fails_keeps_no_other_from_erasing(entry: SignUp, monkeypatch: Any) -> None:
    def fail(pks: list[int]) -> None:
        raise OSError("no disk")

    gone = SignUp(community=entry.community, workshop=entry.workshop, name="Lan", phone="13900139000")
    hand_in(gone)
    Entry.objects.filter(pk=gone.pk).update(kind="gone.signup")
    monkeypatch.setattr(SignUp, "erase_related", fail)
    with time_machine.travel(timezone.now() + dt.timedelta(days=500), tick=False), pytest.raises(ExceptionGroup):
        erase_due()
    assert list(Entry.objects.order_by("pk").values_list("name", flat=True)) == ["王阿姨", ""]


@pytest.mark.parametrize("count", [1, 3])
def test_asking_and_erasing_take_constant_queries(entry: SignUp, count: int, django_assert_num_queries: Any) -> None:
    for _number in range(count - 1):
        hand_in(SignUp(community=entry.community, workshop=entry.workshop, name="王阿姨", phone=PHONE))
    with django_assert_num_queries(3):
        records = list(HOLDER.data.export(communities=EVERYWHERE, phone=PHONE))
    with django_assert_num_queries(17 + 1):
        erased = HOLDER.data.erase(communities=EVERYWHERE, phone=PHONE)
    assert (len(records), erased) == (count, count)


def test_kind_has_to_say_how_long_and_what(monkeypatch: Any) -> None:
    assert SignUp.check() == []
    monkeypatch.setattr(SignUp, "kept_for", None)
    monkeypatch.setattr(SignUp, "personal_fields", ("workshop", "wishes"))
    found = [problem for problem in SignUp.check() if isinstance(problem, checks.Error)]
    assert [problem.id for problem in found] == ["participation.E001", "participation.E002"]
