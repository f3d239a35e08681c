"""Handing something in: once, with its consents, and with ways back to it."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from wagtail.models import ModelLogEntry

from portal.operations.request_facts import public_path
from portal.participation.actions import entry_of_token, hand_in, renew_link, withdraw
from portal.participation.choices import ConsentOf, HandedInBy
from portal.participation.codes import SIGNS, in_groups, keyed_hash, new_reference, new_token, plain_code, token_of
from portal.participation.consents import GivenConsent, has_consent, withdraw_consent
from portal.participation.models import Consent, ConsentNotice, Entry, Taking
from portal.participation.notices import current_notice
from portal.participation.places import NoPlaceLeft, set_capacity
from portal.participation.signals import consent_withdrawn, entry_withdrawn
from tests.factories.people import city_administrator
from tests.workshops.models import SignUp, Workshop

pytestmark = pytest.mark.django_db


def another(workshop: Workshop, **values: Any) -> SignUp:
    return SignUp(community=workshop.community, workshop=workshop, **({"name": "Lan", "phone": "13900139000"} | values))


def test_entry_is_stored_with_its_places_and_ways_back(sign_up: SignUp) -> None:
    handed_in = hand_in(sign_up)
    sign_up.workshop.refresh_from_db()
    assert (sign_up.workshop.taken, handed_in.phone, handed_in.kind) == (2, "13800138000", "workshops.signup")
    assert (len(handed_in.token), len(handed_in.shown_reference)) == (32, 11)
    found = entry_of_token(handed_in.token)
    assert (found, type(found), found.token) == (handed_in, SignUp, "")  # type: ignore[union-attr]  # equality was asked first


def test_token_is_nowhere_in_the_database(sign_up: SignUp) -> None:
    token = hand_in(sign_up).token
    row = Entry.objects.values().get()
    assert row["token_hash"] == keyed_hash("link", token)
    assert [name for name, value in row.items() if token in str(value)] == []


def test_form_sent_twice_is_one_entry_with_one_link(sign_up: SignUp, workshop: Workshop) -> None:
    once = uuid.uuid4()
    first = hand_in(sign_up, once=once)
    again = hand_in(another(workshop, people=1), once=once)
    assert (again, again.token, again.name, type(again)) == (first, first.token, "王阿姨", SignUp)
    assert (Entry.objects.count(), Taking.objects.get().count) == (1, 2)


def test_key_of_another_form_opens_nothing(sign_up: SignUp, workshop: Workshop, community: Any) -> None:
    once = uuid.uuid4()
    hand_in(sign_up, once=once)
    elsewhere = another(workshop)
    elsewhere.community = type(community).objects.create(code="1" * 12, slug="else", street=community.street, names={})
    with pytest.raises(ValidationError):
        hand_in(elsewhere, once=once)


def test_replaced_link_is_not_shown_by_the_old_form(sign_up: SignUp, workshop: Workshop) -> None:
    once = uuid.uuid4()
    old = hand_in(sign_up, once=once).token
    new = renew_link(sign_up, by=city_administrator())
    assert (entry_of_token(old), entry_of_token(new)) == (None, sign_up)
    assert hand_in(another(workshop), once=once).token == ""


def test_refused_entry_leaves_nothing_and_may_be_sent_again(sign_up: SignUp) -> None:
    set_capacity(sign_up.workshop, 1)
    with pytest.raises(NoPlaceLeft):
        hand_in(sign_up, consents=[GivenConsent(current_notice("workshops.sign_up"))])
    assert (Entry.objects.count(), ConsentNotice.objects.count()) == (0, 0)
    sign_up.people = 1
    assert hand_in(sign_up).pk


def test_for_somebody_else_says_who_and_why(sign_up: SignUp) -> None:
    worker = city_administrator()
    hand_in(sign_up, channel=HandedInBy.COUNTER, by=worker, why="has no phone with internet")
    row = Entry.objects.get()
    assert (row.handed_in_by, row.typed_in_by, row.on_behalf_why) == ("counter", worker, "has no phone with internet")
    (entry,) = ModelLogEntry.objects.filter(action="participation.on_behalf")
    assert (entry.user, entry.data, "王阿姨" in entry.label) == (worker, {"channel": "counter"}, False)


def test_database_wants_a_reason_for_somebody_else(sign_up: SignUp) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        hand_in(sign_up, channel=HandedInBy.PHONE)


def test_taking_back_frees_the_places_once(sign_up: SignUp) -> None:
    told: list[Entry] = []

    def note(entry: Entry, **_rest: Any) -> None:
        told.append(entry)

    entry_withdrawn.connect(note)
    hand_in(sign_up)
    assert [withdraw(Entry.objects.get()) for _time in range(2)] == [True, False]
    entry_withdrawn.disconnect(note)
    sign_up.workshop.refresh_from_db()
    assert (sign_up.workshop.taken, [type(entry) for entry in told]) == (0, [SignUp])
    assert Entry.objects.get().specific.get_status() == "已撤销"


# Consent


def test_consent_keeps_version_time_channel_and_guardian(sign_up: SignUp) -> None:
    notices = [
        GivenConsent(current_notice("workshops.sign_up")),
        GivenConsent(current_notice("workshops.child"), "Mei"),
    ]
    hand_in(sign_up, consents=notices)
    rows = Consent.objects.order_by("pk").values_list(
        "notice__key", "notice__version", "given_by", "guardian", "channel"
    )
    assert list(rows) == [
        ("workshops.sign_up", 1, ConsentOf.SELF, "", "web"),
        ("workshops.child", 1, ConsentOf.GUARDIAN, "Mei", "web"),
    ]


def test_words_somebody_agreed_to_never_change(sign_up: SignUp) -> None:
    hand_in(sign_up, consents=[GivenConsent(current_notice("workshops.sign_up"))])
    notice = current_notice("workshops.sign_up")
    notice.texts = {"en": "We keep it for ever."}
    with pytest.raises(ValidationError):
        notice.save()
    ConsentNotice.objects.create(key=notice.key, version=2, titles=notice.titles, texts=notice.texts)
    assert (current_notice("workshops.sign_up").version, Consent.objects.get().notice.version) == (2, 1)


def test_withdrawn_consent_is_told_once_and_no_longer_holds(sign_up: SignUp) -> None:
    told: list[Consent] = []

    def note(consent: Consent, **_rest: Any) -> None:
        told.append(consent)

    hand_in(sign_up, consents=[GivenConsent(current_notice("workshops.sign_up"))])
    assert has_consent(sign_up, "workshops.sign_up")
    consent = Consent.objects.get()
    consent_withdrawn.connect(note)
    assert [withdraw_consent(consent) for _time in range(2)] == [True, False]
    consent_withdrawn.disconnect(note)
    assert (told, has_consent(sign_up, "workshops.sign_up")) == ([consent], False)


# Codes


def test_references_are_easy_to_say_and_hard_to_meet() -> None:
    references = {new_reference() for _number in range(2000)}
    assert (len(references), {len(one) for one in references}) == (2000, {9})
    assert set("".join(references)) <= set(SIGNS)
    assert not set("0O1ILU") & set(SIGNS)
    assert len(SIGNS) ** 9 > 2**44


@pytest.mark.parametrize("written", ["7KM-29Q-XDR", "7km29qxdr", " 7 km 29 q xdr。", "７ＫＭ２９ＱＸＤＲ"])
def test_reference_is_found_as_people_write_it(written: str) -> None:
    assert (plain_code(written), in_groups(plain_code(written))) == ("7KM29QXDR", "7KM-29Q-XDR")


def test_tokens_are_masked_wherever_paths_are_logged() -> None:
    tokens = [new_token() for _number in range(500)] + [token_of(uuid.uuid4()) for _number in range(500)]
    assert {public_path(RequestFactory().get(f"/zh-hans/my/{token}/")) for token in tokens} == {"/zh-hans/my/*/"}
