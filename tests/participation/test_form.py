"""A public form: sent once, nothing typed is lost, robots and crowds are kept out."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from portal.keeping import as_served
from portal.participation import views
from portal.participation.models import Consent, ConsentNotice, Entry
from portal.participation.places import set_capacity
from portal.participation.throttle import Throttle
from tests.workshops.forms import ChildForm
from tests.workshops.models import SignUp, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.workshops.urls")]
FILLED = {"name": "王阿姨", "phone": "+86 138-0013 8000", "people": "2", "wishes": "a chair", "homepage": ""}
AGREED = {"consent_0": "on", "consent_0_seen": "1"}


@pytest.fixture
def address(workshop: Workshop) -> str:
    return f"/en/workshops/{workshop.pk}/sign-up/"


def opened(client: Client, address: str) -> str:
    """The form's own address, with its key."""
    return client.get(address).url  # type: ignore[attr-defined]  # a redirect


def test_visit_gets_a_key_and_is_kept_by_nobody(client: Client, address: str) -> None:
    page = client.get(opened(client, address))
    assert re.fullmatch(r"once=[-0-9a-f]{36}", page.request["QUERY_STRING"])
    headers = [page.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")]
    assert headers == ["private, no-store", "noindex, nofollow", "same-origin"]
    assert 'name="robots" content="noindex' in page.content.decode()


def test_sent_form_leads_to_the_private_page(client: Client, address: str) -> None:
    sent = client.post(opened(client, address), FILLED | AGREED)
    assert re.fullmatch(r"/en/my/[A-Za-z0-9]{32}/", sent.headers["Location"])
    text = client.get(sent.headers["Location"]).content.decode()
    entry = SignUp.objects.get()
    assert all(words in text for words in ("Paper lanterns", "王阿姨", "a chair", entry.shown_reference, "version 1"))
    assert (entry.language, Consent.objects.get().notice.key) == ("en", "workshops.sign_up")


@pytest.mark.parametrize("changed", [{}, {"people": "3"}])
def test_sent_twice_it_is_one_and_answers_alike(client: Client, address: str, changed: dict[str, str]) -> None:
    form = opened(client, address)
    answers = [client.post(form, FILLED | AGREED | more).headers["Location"] for more in ({}, changed)]
    assert (len(set(answers)), Entry.objects.count(), SignUp.objects.get().people) == (1, 1, 2)


def test_sent_again_it_answers_alike_whatever_has_changed(
    client: Client, address: str, workshop: Workshop, monkeypatch: Any
) -> None:
    form = opened(client, address)
    first = client.post(form, FILLED | AGREED).headers["Location"]
    monkeypatch.setattr(views.HandInView, "throttle", Throttle("test", 0))
    again = client.post(form, FILLED | {"name": ""})
    assert (again.headers["Location"], Entry.objects.count()) == (first, 1)


def test_key_of_something_else_hands_in_nothing(client: Client, address: str, community: Any) -> None:
    form = opened(client, address)
    client.post(form, FILLED | AGREED)
    Entry.objects.update(kind="other.kind")
    answer = client.post(form, FILLED | AGREED)
    assert (answer.status_code, Entry.objects.count()) == (422, 1)


def test_mistakes_stand_at_their_fields_and_nothing_is_lost(client: Client, address: str) -> None:
    answer = client.post(opened(client, address), FILLED | {"phone": "call me", "name": ""})
    form = answer.context["form"]
    assert (answer.status_code, sorted(form.errors)) == (422, ["consent_0", "name", "phone"])
    assert 'value="a chair"' in answer.content.decode()
    assert not Entry.objects.exists()


def test_full_is_said_in_the_form(client: Client, address: str, workshop: Workshop) -> None:
    form = opened(client, address)
    set_capacity(workshop, 1)
    answer = client.post(form, FILLED | AGREED)
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (422, ["Only 1 place is left."])
    assert client.post(form, FILLED | AGREED | {"people": "1"}).status_code == 302


def test_robot_in_the_trap_gets_no_further(client: Client, address: str) -> None:
    answer = client.post(opened(client, address), FILLED | AGREED | {"homepage": "http://spam.example"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["homepage"])
    assert ("spam.example" in answer.content.decode(), Entry.objects.exists()) == (False, False)


def test_crowd_from_one_network_is_asked_to_wait(client: Client, address: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(views.HandInView, "throttle", Throttle("test", 2))
    answers = [client.post(opened(client, address), FILLED | AGREED) for _number in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 'value="a chair"' in answers[2].content.decode()


def test_changed_words_are_shown_before_anybody_agrees(client: Client, address: str) -> None:
    form = opened(client, address)
    words = {"titles": {"en": "I agree anew"}, "texts": {"en": "Kept for two months."}}
    ConsentNotice.objects.create(key="workshops.sign_up", version=2, **words)
    answer = client.post(form, FILLED | AGREED)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["consent_0"])
    text = answer.content.decode()
    assert ("Kept for two months." in text, 'name="consent_0_seen" value="2"' in text) == (True, True)
    assert not re.search(r'name="consent_0"[^>]*checked', text)
    assert client.post(form, FILLED | AGREED | {"consent_0_seen": "2"}).status_code == 302
    assert Consent.objects.get().notice.version == 2


def test_guardian_gives_the_childs_consent(sign_up: SignUp) -> None:
    blank = SignUp(community=sign_up.community, workshop=sign_up.workshop)
    form = ChildForm(FILLED | AGREED, instance=blank)
    assert list(form.errors) == ["guardian"]
    form = ChildForm(FILLED | AGREED | {"guardian": "Mei"}, instance=blank)
    assert form.is_valid()
    assert form.hand_in()
    row = Consent.objects.values_list("notice__key", "given_by", "guardian").get()
    assert row == ("workshops.child", "guardian", "Mei")


def test_review_shows_what_will_be_sent(client: Client, workshop: Workshop) -> None:
    form = opened(client, f"/en/workshops/{workshop.pk}/reviewed/")
    review = client.post(form, FILLED | AGREED)
    facts = {fact.label: fact.value for fact in review.context["facts"]}
    assert facts == {
        "Your name": "王阿姨",
        "Your phone number": "13800138000",
        "How many of you come?": "2",
        "Wishes": "a chair",
    }
    assert not Entry.objects.exists()
    assert "aria-" not in "".join(re.findall(r'<input type="hidden"[^>]*>', review.content.decode()))
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', review.content.decode()))
    del hidden["csrfmiddlewaretoken"]
    back = client.post(form, hidden | {"change": "1"})
    assert (back.status_code, 'value="a chair"' in back.content.decode()) == (200, True)
    assert client.post(form, hidden | {"confirm": "1"}).status_code == 302
    assert (SignUp.objects.get().wishes, Consent.objects.count()) == ("a chair", 1)


def test_form_sent_without_a_key_is_taken_once(client: Client, address: str) -> None:
    assert client.post(address, FILLED | AGREED).status_code == 302
    assert isinstance(Entry.objects.get().once, uuid.UUID)


def test_form_page_takes_constant_queries(client: Client, address: str, django_assert_num_queries: Any) -> None:
    form = opened(client, address)
    with as_served():
        client.get(form)
        with django_assert_num_queries(3):
            client.get(form)
