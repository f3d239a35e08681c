from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from portal.communities.models import Community
from portal.services.actions import hide_guide
from portal.services.feedback import ANSWERS, without_personal
from portal.services.models import GuideFeedback
from tests.factories.guides import make_guide, make_pair
from tests.factories.home import opened_community

HELPFUL = "/en/sunshine/guides/permit/helpful/"


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


def form_at(client: Client, path: str = HELPFUL) -> str:
    """The address a visit ends at."""
    return client.get(path)["Location"]


def answer(client: Client, path: str = HELPFUL, **values: str) -> int:
    """Of a visit of its own, unless the path is that of one."""
    at = path if "once=" in path else f"{path}?once={uuid4()}"
    return client.post(at, {"helpful": "no", "reason": "unclear", **values}).status_code


@pytest.mark.django_db
def test_answer_is_kept_with_guide_and_community(client: Client, sunshine: Community) -> None:
    guide = make_guide("permit")
    response = client.post(form_at(client), {"helpful": "no", "reason": "wrong", "comment": "Closed"})
    assert (response.status_code, response["Location"]) == (302, f"{HELPFUL}thanks/")
    kept = GuideFeedback.objects.get()
    assert (kept.guide_key, kept.community, kept.language) == (guide.translation_key, sunshine, "zh-hans")
    assert (kept.helpful, kept.reason, kept.comment) == (False, "wrong", "Closed")


@pytest.mark.django_db
def test_city_guide_is_answered_for_the_city(client: Client) -> None:
    make_pair("permit")
    assert answer(client, "/en/guides/permit/helpful/", helpful="yes") == 302
    kept = GuideFeedback.objects.get()
    assert (kept.community, kept.language, kept.helpful, kept.reason) == (None, "en", True, "")


@pytest.mark.django_db
def test_guide_itself_has_no_form(client: Client, sunshine: Community) -> None:
    make_guide("permit")
    response = client.get("/en/sunshine/guides/permit/")
    assert (b"csrf" in response.content, dict(response.cookies)) == (False, {})
    assert response.context["feedback_url"] == HELPFUL


@pytest.mark.django_db
def test_form_and_thanks_are_not_indexed(client: Client, sunshine: Community) -> None:
    make_guide("permit")
    responses = [client.get(form_at(client)), client.get(f"{HELPFUL}thanks/")]
    assert [(response.status_code, response.context["meta"].indexable) for response in responses] == [(200, False)] * 2
    assert "no-store" in responses[0]["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(("phone", "number"), [("0199-5550110", "0199-5550110"), ("", "12345")])
def test_whoever_needs_help_now_gets_a_number(client: Client, sunshine: Community, phone: str, number: str) -> None:
    make_guide("permit", phone=phone)
    assert f'<span class="phone-link__number">{number}</span>' in client.get(f"{HELPFUL}thanks/").content.decode()


@pytest.mark.django_db
def test_token_is_wanted(sunshine: Community) -> None:
    make_guide("permit")
    assert answer(Client(enforce_csrf_checks=True)) == 403


@pytest.mark.django_db
def test_form_sent_again_replaces_the_answer(client: Client, sunshine: Community) -> None:
    make_guide("permit")
    form = form_at(client)
    assert [answer(client, form, comment="Closed"), answer(client, form, helpful="yes", comment="Open now")] == [
        302,
        302,
    ]
    kept = GuideFeedback.objects.get()
    assert (kept.helpful, kept.reason, kept.comment) == (True, "", "Open now")


@pytest.mark.django_db
def test_each_visit_has_a_key_of_its_own(client: Client, sunshine: Community) -> None:
    make_guide("permit")
    visits = [form_at(client), form_at(client)]
    assert [answer(client, form) for form in visits] == [302, 302]
    assert GuideFeedback.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "?once=", "?once=1", "?once=%00", "?other=1"])
def test_form_without_a_key_is_given_one(client: Client, sunshine: Community, key: str) -> None:
    make_guide("permit")
    responses = [client.get(f"{HELPFUL}{key}"), client.post(f"{HELPFUL}{key}", {"helpful": "yes"})]
    for response in responses:
        path, once = response["Location"].split("?once=")
        assert (response.status_code, path, str(UUID(once))) == (302, HELPFUL, once)
        assert "no-store" in response["Cache-Control"]
    assert GuideFeedback.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [{"helpful": ""}, {"helpful": "maybe"}, {"reason": "because"}, {"comment": "x" * 501}]
)
def test_bad_answers_are_refused(client: Client, sunshine: Community, values: dict[str, str]) -> None:
    make_guide("permit")
    assert (answer(client, **values), GuideFeedback.objects.count()) == (422, 0)


@pytest.mark.django_db
def test_hidden_guide_takes_no_answers(client: Client, sunshine: Community) -> None:
    guide = make_guide("permit")
    hide_guide(community=sunshine, guide_key=guide.translation_key, by=None)
    assert answer(client) == 404


@pytest.mark.django_db
def test_flood_from_one_network_is_stopped(client: Client, sunshine: Community) -> None:
    make_guide("permit")
    cache.set("throttle:guide-feedback:127.0.0.0/24", ANSWERS.limit - 1, 3600)
    assert [answer(client), answer(client)] == [302, 429]


@pytest.mark.django_db
def test_reading_on_is_not_offered_below_the_form(client: Client, sunshine: Community) -> None:
    make_guide("permit")
    assert client.get(f"{HELPFUL}more/").status_code == 404


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("打我电话13800001111谢谢", "打我电话…谢谢"),
        ("0199-555 1101", "…"),
        ("+86 138-0000-1111 please", "… please"),
        ("身份证 99010119900101001X", "身份证 …"),
        ("me@example.org", "…"),
        ("窗口9:00-17:00，3号楼12楼，2026年", "窗口9:00-17:00，3号楼12楼，2026年"),
    ],
)
def test_numbers_of_people_are_taken_out(written: str, kept: str) -> None:
    assert without_personal(written) == kept


@given(st.text(max_size=500))
def test_taking_out_never_makes_text_longer(text: str) -> None:
    assert len(without_personal(text)) <= len(text)
