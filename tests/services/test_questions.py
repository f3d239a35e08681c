"""Ask the office: from a question to an answer that everybody finds, and who may see what on the way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from portal.communities.choices import CommunityStatus, Role
from portal.communities.models import Community
from portal.names import Names
from portal.notifications.models import Message
from portal.participation.actions import hand_in, withdraw
from portal.participation.erasing import erase_due
from portal.participation.models import Consent
from portal.services.choices import AnsweredBy
from portal.services.models import OfficeQuestion, PublicAnswer
from portal.services.questions.actions import answer_by_message, answer_publicly, note_call
from portal.services.questions.source import AnswerSource
from portal.services.questions.views import ASKED
from search.contract import EntryRef
from tests.factories.home import opened_community
from tests.factories.people import UserFactory, staff

pytestmark = pytest.mark.django_db
ASK, LIST = "/en/sunshine/questions/ask/", "/en/sunshine/questions/"
AGREED = {"consent_0": "on", "consent_0_seen": "1", "homepage": ""}
TITLE = Names({"zh-hans": "顶楼漏水找谁？", "en": "The roof leaks: whom do I call?"})
TEXT = Names({"zh-hans": "请拨打物业电话。", "en": "Please call the property company."})


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine", names=Names({"zh-hans": "阳光社区", "en": "Sunshine"}))


def ask(community: Community, **values: Any) -> OfficeQuestion:
    values = {"text": "Whom do I call about the roof?", "language": "en"} | values
    return hand_in(OfficeQuestion(community=community, **values))


def at(question: OfficeQuestion) -> str:
    return reverse("questions:question", args=[question.pk])


# Asking


def test_search_carries_the_question_into_the_form(client: Client, sunshine: Community) -> None:
    page = client.get("/en/search/?q=leaking+roof&community=sunshine").content.decode()
    assert 'href="/en/sunshine/questions/ask/?q=leaking+roof"' in page
    form = client.get(f"{ASK}?q=leaking+roof")
    assert parse_qs(urlsplit(form.headers["Location"]).query)["q"] == ["leaking roof"]
    assert ">\nleaking roof</textarea>" in client.get(form.headers["Location"]).content.decode()
    assert OfficeQuestion.objects.count() == 0


def test_reader_without_a_community_finds_it_first(client: Client, sunshine: Community) -> None:
    page = client.get("/en/search/?q=leaking+roof").content.decode()
    assert ('href="/en/find/"' in page, "questions/ask/" in page) == (True, False)


def test_question_needs_words_and_consent_but_no_name(client: Client, sunshine: Community) -> None:
    address = client.get(ASK).headers["Location"]
    assert client.post(address, {"text": "", **AGREED}).status_code == 422
    assert client.post(address, {"text": "A leak?", "homepage": ""}).status_code == 422
    sent = client.post(address, {"text": "A leak?", **AGREED})
    asked = OfficeQuestion.objects.get()
    assert (asked.community, asked.name, asked.phone, asked.language) == (sunshine, "", "", "en")
    assert Consent.objects.get().notice.key == "services.question"
    assert "A leak?" in client.get(sent.headers["Location"]).content.decode()


def test_robots_and_crowds_are_kept_out(client: Client, sunshine: Community, monkeypatch: Any) -> None:
    address = client.get(ASK).headers["Location"]
    assert client.post(address, {"text": "Buy!", **AGREED, "homepage": "http://spam.example"}).status_code == 422
    monkeypatch.setattr(type(ASKED), "is_too_many", lambda *_: True)
    assert client.post(address, {"text": "A leak?", **AGREED}).status_code == 429
    assert OfficeQuestion.objects.count() == 0


@pytest.mark.parametrize("address", ["/en/questions/", "/en/nowhere/questions/ask/", "/en/sunshine/questions/1/"])
def test_what_is_not_there_is_not_found(client: Client, sunshine: Community, address: str) -> None:
    assert client.get(address).status_code == 404


# Answering


def test_public_answer_names_nobody_and_tells_who_asked(client: Client, sunshine: Community) -> None:
    asked, editor = ask(sunshine, name="王阿姨", phone="13800138000"), UserFactory()
    answer = answer_publicly(asked, questions=TITLE, answers=TEXT, by=editor)
    asked.refresh_from_db()
    assert (asked.answered_by, asked.answerer, asked.public_answer) == (AnsweredBy.PUBLIC, editor, answer)
    assert Message.objects.get(about=asked.about).kind == "services.answer_published"
    page = client.get(f"{LIST}{answer.pk}/").content.decode()
    assert "Please call the property company." in page
    assert ("王阿姨" in page, "13800138000" in page) == (False, False)
    assert "The roof leaks" in client.get(LIST).content.decode()


def test_answer_by_message_goes_to_a_phone_or_is_refused(sunshine: Community) -> None:
    asked = ask(sunshine, phone="13800138000")
    answer_by_message(asked, reply="Call us.", by=UserFactory())
    message = Message.objects.get(about=asked.about)
    assert (message.kind, message.text) == ("services.answer", "The office of Sunshine answers: Call us.")
    with pytest.raises(ValidationError):
        answer_by_message(ask(sunshine), reply="Call us.", by=UserFactory())


def test_call_is_noted_and_nobody_is_told_again(sunshine: Community) -> None:
    asked = ask(sunshine, phone="13800138000")
    note_call(asked, reply="Told on the phone.", by=UserFactory())
    asked.refresh_from_db()
    assert (asked.answered_by, asked.reply, Message.objects.count()) == (AnsweredBy.PHONE, "Told on the phone.", 0)


def test_question_is_answered_once_and_not_after_it_was_taken_back(sunshine: Community) -> None:
    answered, back = ask(sunshine), ask(sunshine)
    note_call(answered, reply="Told.", by=UserFactory())
    withdraw(back)
    for question in (answered, back):
        with pytest.raises(ValidationError):
            answer_publicly(question, questions=TITLE, answers=TEXT, by=UserFactory())
    assert PublicAnswer.objects.count() == 0


def test_what_was_asked_is_erased_and_what_was_answered_stays(sunshine: Community) -> None:
    asked = ask(sunshine, name="王阿姨", phone="13800138000")
    answer_publicly(asked, questions=TITLE, answers=TEXT, by=UserFactory())
    with time_machine.travel(timezone.now() + timedelta(days=364), tick=False):
        erase_due()
        assert OfficeQuestion.objects.get().text != ""
    with time_machine.travel(timezone.now() + timedelta(days=366), tick=False):
        erase_due()
    kept = OfficeQuestion.objects.get()
    assert (kept.text, kept.name, kept.phone, kept.reply) == ("", "", "", "")
    assert PublicAnswer.objects.count() == 1


# Staff


@pytest.fixture
def editor(client: Client, sunshine: Community) -> User:
    user = staff(sunshine, Role.EDITOR)
    client.force_login(user)
    return user


def test_editor_answers_in_the_admin_and_the_log_says_so(client: Client, sunshine: Community, editor: User) -> None:
    asked = ask(sunshine, text="My roof leaks, call 13800138000")
    page = client.get(at(asked)).content.decode()
    assert "My roof leaks, call …" in page
    sent = {"questions_en": TITLE["en"], "answers_en": TEXT["en"], "button": "public"}
    assert client.post(at(asked), sent).status_code == 302
    assert PublicAnswer.objects.get().questions == {"en": TITLE["en"]}
    assert ModelLogEntry.objects.filter(action="services.answer_public", user=editor).count() == 1
    assert "已公开答复" in client.get(reverse("questions:index")).content.decode()


def test_empty_answer_is_refused_beside_its_field(client: Client, sunshine: Community, editor: User) -> None:
    asked = ask(sunshine, phone="13800138000")
    for button in ("public", "message", "phone", "other"):
        assert client.post(at(asked), {"button": button}).status_code == 200
    asked.refresh_from_db()
    assert asked.is_waiting


def test_question_at_the_counter_is_entered_for_somebody(client: Client, sunshine: Community, editor: User) -> None:
    sent = {"community": sunshine.pk, "text": "A leak?", "channel": "counter", "why": "no phone"}
    form = client.get(reverse("questions:add"))
    once = str(form.context["form"]["once"].value())
    answer = client.post(reverse("questions:add"), {**sent, "once": once, **AGREED})
    assert answer.status_code == 302
    assert OfficeQuestion.objects.get().typed_in_by == editor


def test_another_communitys_editor_gets_nothing(client: Client, sunshine: Community) -> None:
    client.force_login(staff(opened_community(slug="riverside"), Role.EDITOR))
    asked = ask(sunshine)
    answer = PublicAnswer.objects.create(community=sunshine, questions=TITLE, answers=TEXT)
    assert "roof" not in client.get(reverse("questions:index")).content.decode()
    edit = reverse("public_answers:edit", args=[answer.pk])
    sent = [client.get(at(asked)), client.post(at(asked), {"button": "phone", "reply": "x"}), client.get(edit)]
    assert {response.status_code for response in sent} <= {302, 403, 404}
    asked.refresh_from_db()
    assert asked.is_waiting


# Finding


def found(client: Client) -> list[str]:
    answer = client.get("/api/v1/search", {"q": "roof leaks", "lang": "en", "kind": "question"}).json()
    return [result["url"].removeprefix("http://testserver") for result in answer["results"]]


def test_public_answer_is_found_until_it_is_taken_away(
    client: Client, sunshine: Community, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = PublicAnswer.objects.create(community=sunshine, questions=TITLE, answers=TEXT)
    assert found(client) == [f"{LIST}{answer.pk}/"]
    Community.objects.filter(pk=sunshine.pk).update(status=CommunityStatus.ARCHIVED)
    assert found(client) == []
    Community.objects.filter(pk=sunshine.pk).update(status=CommunityStatus.OPEN)
    assert found(client) == [f"{LIST}{answer.pk}/"]
    answer.delete()  # the index has not followed yet
    assert found(client) == []


@pytest.mark.parametrize("count", [1, 3])
def test_entries_take_one_query(
    sunshine: Community, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    rows = [PublicAnswer.objects.create(community=sunshine, questions=TITLE, answers=TEXT) for _ in range(count)]
    refs = [EntryRef(f"answer:{row.pk}", language) for row in rows for language in ("zh-hans", "en")]
    with django_assert_num_queries(1):
        assert len(list(AnswerSource().entries(refs))) == 2 * count


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_constant_queries(
    client: Client, sunshine: Community, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _number in range(count):
        PublicAnswer.objects.create(community=sunshine, questions=TITLE, answers=TEXT)
    client.get(LIST)
    with django_assert_num_queries(11):
        client.get(LIST)


def test_nothing_found_shows_offices_with_their_hours(client: Client) -> None:
    opened_community(slug="sunshine", names=Names({"en": "Sunshine"}), phone="0571-1", hours="Mon-Fri 9:00-17:00")
    page = client.get("/en/search/?q=xylophone&community=sunshine").content.decode()
    assert ('href="tel:05711"' in page, "Ask the office of Sunshine" in page) == (True, True)
