"""Residents' own pages: by link, or by a code to the phone. Nobody else's."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.keeping import as_served
from portal.notifications.models import Message, OutboxText
from portal.operations.log_masks import PublicPaths
from portal.participation import sign_in
from portal.participation.actions import hand_in
from portal.participation.consents import GivenConsent
from portal.participation.erasing import erase_entries
from portal.participation.models import Consent, Entry, PhoneSignIn
from portal.participation.notices import current_notice
from portal.participation.querysets import _filters, register_row_filter
from portal.participation.sign_in import COOKIE, GUESSES, GUESSES_A_DAY, forget_sign_ins, is_offered
from portal.settings import base
from tests.workshops.models import SignUp

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
NIGHT = dt.datetime(2026, 3, 2, 23, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def clock() -> Any:
    """Codes do not wait for the morning."""
    with time_machine.travel(NIGHT, tick=False) as clock:
        yield clock


@pytest.fixture
def entry(sign_up: SignUp) -> SignUp:
    return hand_in(sign_up, consents=[GivenConsent(current_notice("workshops.sign_up"))])


@pytest.fixture
def ask(client: Client, django_capture_on_commit_callbacks: Any) -> Any:
    """Ask for a code as a resident does; the address of the page for it."""

    def ask(phone: str = PHONE, **query: str) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/en/my/", {"phone": phone}, query_params=query).headers["Location"]

    return ask


def sent_code() -> str:
    (code,) = re.findall(r"\b\d{6}\b", OutboxText.objects.latest("pk").text)
    return code


def test_link_opens_its_own_entry_and_no_other(client: Client, entry: SignUp) -> None:
    page = client.get(f"/en/my/{entry.token}/")
    assert (page.status_code, page.context["entry"]) == (200, entry)
    assert [page.headers[name] for name in ("Cache-Control", "Referrer-Policy")] == ["private, no-store", "same-origin"]
    wrong = entry.token[:-1] + str((int(entry.token[-1]) + 1) % 10)
    assert client.get(f"/en/my/{wrong}/").status_code == 404


@pytest.fixture
def log(caplog: Any) -> Any:
    """As the console's handler writes it."""
    assert base.LOGGING["handlers"]["console"]["filters"] == ["public_paths"]
    mask = PublicPaths()
    caplog.handler.addFilter(mask)
    with caplog.at_level("INFO"):
        yield caplog
    caplog.handler.removeFilter(mask)


def test_private_link_is_in_no_log(client: Client, entry: SignUp, log: Any, monkeypatch: Any) -> None:
    client.get(f"/en/my/{entry.token}/")
    client.get(f"/en/my/{entry.token[::-1]}/")
    client.raise_request_exception = False
    monkeypatch.setattr(SignUp, "private_template", "no/such.html")
    assert client.get(f"/en/my/{entry.token}/").status_code == 500
    assert [word in log.text for word in ("Not Found: /en/my", "Internal Server Error: /en/my")] == [True, True]
    assert (entry.token in log.text, entry.token[::-1] in log.text) == (False, False)


def test_erased_and_hidden_entries_are_gone(client: Client, entry: SignUp) -> None:
    register_row_filter(nothing)
    assert client.get(f"/en/my/{entry.token}/").status_code == 404
    _filters.remove(nothing)
    assert client.get(f"/en/my/{entry.token}/").status_code == 200
    erase_entries(Entry.objects.all(), frees_places=True)
    assert client.get(f"/en/my/{entry.token}/").status_code == 404


def nothing(rows: Any) -> Any:
    return rows.none()


def test_its_person_takes_it_back(client: Client, entry: SignUp) -> None:
    address = f"/en/my/{entry.token}/"
    assert client.post(address, {"action": "withdraw"}).headers["Location"] == address
    page = client.get(address).content.decode()
    assert ("Taken back" in page, "Yes, take it back" in page) == (True, False)
    entry.workshop.refresh_from_db()
    assert entry.workshop.taken == 0
    assert client.post(address, {"action": "withdraw"}).status_code == 409


def test_its_person_withdraws_consent(client: Client, entry: SignUp, sign_up: SignUp) -> None:
    consent = Consent.objects.get()
    client.post(f"/en/my/{entry.token}/", {"action": f"consent:{consent.pk}"})
    consent.refresh_from_db()
    assert consent.withdrawn_at
    assert client.post(f"/en/my/{entry.token}/", {"action": f"consent:{consent.pk + 1}"}).status_code == 409
    assert client.post(f"/en/my/{entry.token}/", {"action": f"consent:{'9' * 5000}"}).status_code == 409


def test_code_to_the_phone_opens_what_was_handed_in(client: Client, entry: SignUp, ask: Any, clock: Any) -> None:
    code_page = ask("+86 138 0013 8000")
    assert PHONE not in code_page
    assert client.post(code_page, {"code": sent_code()}).headers["Location"] == "/en/my/"
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 1800)
    assert "Paper lanterns" in client.get("/en/my/").content.decode()
    assert client.get(f"/en/my/entries/{entry.pk}/").context["entry"] == entry
    clock.shift(dt.timedelta(minutes=30))
    assert "Paper lanterns" not in client.get("/en/my/").content.decode()
    assert client.get(f"/en/my/entries/{entry.pk}/").headers["Location"] == "/en/my/"


def test_other_peoples_entries_stay_shut(client: Client, entry: SignUp, ask: Any) -> None:
    other = SignUp(community=entry.community, workshop=entry.workshop, name="Lan", phone="13900139000")
    hand_in(other)
    client.post(ask(), {"code": sent_code()})
    assert client.get(f"/en/my/entries/{other.pk}/").status_code == 404


@pytest.mark.parametrize(("wanted", "next_"), [("/en/find/", "/en/find/"), ("https://elsewhere.example/", "/en/my/")])
def test_code_leads_back_to_where_somebody_came_from(
    client: Client, entry: SignUp, ask: Any, wanted: str, next_: str
) -> None:
    assert client.post(ask(next=wanted), {"code": sent_code()}).headers["Location"] == next_


def test_leaving_ends_the_visit_everywhere(client: Client, entry: SignUp, ask: Any) -> None:
    client.post(ask(), {"code": sent_code()})
    copied = client.cookies[COOKIE].value
    client.post("/en/my/leave/")
    client.cookies[COOKIE] = copied
    assert "Paper lanterns" not in client.get("/en/my/").content.decode()


def test_unknown_number_is_answered_alike_and_texted_never(client: Client, entry: SignUp, ask: Any) -> None:
    known, unknown = client.get(ask()), client.get(ask("13700137000"))
    strip = re.compile(r'(asked=|csrfmiddlewaretoken" value=")[^"&]+')
    assert strip.sub("", known.content.decode()) == strip.sub("", unknown.content.decode())
    assert list(OutboxText.objects.values_list("phone", flat=True)) == [PHONE]


def test_phone_is_not_flooded(entry: SignUp, clock: Any) -> None:
    for _minute in range(60):
        sign_in.ask_for_code(PHONE)
        clock.shift(dt.timedelta(seconds=30))
    assert Message.objects.count() == 3
    for _hour in range(40):
        sign_in.ask_for_code(PHONE)
        clock.shift(dt.timedelta(minutes=30))
    assert Message.objects.count() == 8


def test_owner_gets_in_with_the_code_somebody_else_asked_for(client: Client, entry: SignUp, ask: Any) -> None:
    attackers = ask()
    owners = ask()  # too soon for a second text
    for _guess in range(GUESSES):
        client.post(attackers, {"code": "000000"})
    assert client.post(attackers, {"code": sent_code()}).status_code == 422
    assert client.post(owners, {"code": sent_code()}).status_code == 302


def test_guesses_of_a_day_are_few_however_often_somebody_asks(entry: SignUp, clock: Any) -> None:
    row = sign_in.ask_for_code(PHONE)
    for number in range(GUESSES_A_DAY):
        if number % GUESSES == 0:
            row = sign_in.ask_for_code(PHONE)
        assert sign_in.enter_code(row, "") is None
    Entry.objects.update(language="en")
    last = sign_in.ask_for_code(PHONE)
    code = re.findall(r"\b\d{6}\b", Message.objects.latest("created_at").text)[0]
    assert sign_in.enter_code(last, code) is None
    PhoneSignIn.objects.exclude(pk=last.pk).update(guesses=0)
    assert sign_in.enter_code(last, code)


@pytest.mark.parametrize("minutes", [10, 600])
def test_old_code_opens_nothing(client: Client, entry: SignUp, ask: Any, clock: Any, minutes: int) -> None:
    page = ask()
    clock.shift(dt.timedelta(minutes=minutes, seconds=1))
    client.post(page, {"code": sent_code()})
    assert COOKIE not in client.cookies


def test_code_is_used_once(client: Client, entry: SignUp, ask: Any) -> None:
    page = ask()
    assert client.post(page, {"code": sent_code()}).status_code == 302
    assert Client().post(page, {"code": sent_code()}).status_code == 422


def test_codes_are_forgotten(entry: SignUp, clock: Any) -> None:
    row = sign_in.ask_for_code(PHONE)
    assert PHONE not in str(row)
    clock.shift(dt.timedelta(days=1, seconds=1))
    assert (forget_sign_ins(), PhoneSignIn.objects.count()) == (1, 0)


def test_without_a_provider_no_code_is_promised(client: Client, settings: Any) -> None:
    settings.SMS_PROVIDER = ""
    assert not is_offered()
    assert "Codes cannot be sent at the moment" in client.get("/en/my/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_own_list_takes_constant_queries(
    client: Client, entry: SignUp, ask: Any, django_assert_num_queries: Any, count: int
) -> None:
    for _number in range(count - 1):
        hand_in(SignUp(community=entry.community, workshop=entry.workshop, name="王阿姨", phone=PHONE))
    client.post(ask(), {"code": sent_code()})
    with as_served():
        client.get("/en/my/")
        with django_assert_num_queries(3):
            client.get("/en/my/")


def test_visit_cookie_changes_no_page_for_others(client: Client, entry: SignUp, ask: Any) -> None:
    client.post(ask(), {"code": sent_code()})
    assert PhoneSignIn.objects.get().visit_until > timezone.now()
    assert client.cookies[COOKIE].value not in str(PhoneSignIn.objects.values().get())


def test_kind_has_buttons_of_its_own(client: Client, entry: SignUp) -> None:
    page = f"/en/my/{entry.token}/"
    assert client.post(page, {"action": "wish:tea", "wishes": "Green"}).status_code == 302
    entry.refresh_from_db()
    assert entry.wishes == "Green"
    refused = client.post(page, {"action": "wish:coffee"})
    assert (refused.status_code, "There is coffee only." in refused.content.decode()) == (409, True)
