"""Staff: what was handed in is found at the counter, by those who may; notices are worded by the city."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from portal.communities.access.policy import CommunityPermissionPolicy
from portal.communities.choices import Role
from portal.participation import entry_viewsets
from portal.participation.actions import entry_of_token, hand_in
from portal.participation.consents import GivenConsent
from portal.participation.models import Consent, ConsentNotice, Entry
from portal.participation.notices import current_notice
from tests.factories.communities import CommunityFactory
from tests.factories.people import city_administrator, staff
from tests.workshops.models import SignUp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def _english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def entry(sign_up: SignUp) -> SignUp:
    return hand_in(sign_up, consents=[GivenConsent(current_notice("workshops.sign_up"))])


@pytest.fixture
def editor(client: Client, entry: SignUp) -> Any:
    user = staff(entry.community, Role.EDITOR)
    client.force_login(user)
    return user


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("typed", ["reference", "lower", "+86 138-0013-8000", "阿姨"])
def test_counter_finds_it_by_reference_phone_or_name(client: Client, entry: SignUp, typed: str) -> None:
    query = {"reference": entry.shown_reference, "lower": entry.reference.lower()}.get(typed, typed)
    assert "王阿姨" in client.get("/admin/entries/", {"q": query}).content.decode()
    assert "王阿姨" not in client.get("/admin/entries/", {"q": "Somebody else"}).content.decode()


@pytest.mark.usefixtures("editor")
def test_one_of_them_is_shown_whole(client: Client, entry: SignUp) -> None:
    page = client.get(f"/admin/entries/{entry.pk}/")
    assert all(word in page.content.decode() for word in ("Paper lanterns", "王阿姨", "a chair", "13800138000"))
    assert "no-store" in page.headers["Cache-Control"]


def test_others_see_and_change_nothing(client: Client, entry: SignUp) -> None:
    for stranger in (staff(CommunityFactory(), Role.LEAD), staff(entry.community, Role.CONTRIBUTOR)):
        client.force_login(stranger)
        assert "王阿姨" not in client.get("/admin/entries/", {"q": entry.reference}, follow=True).content.decode()
        assert client.get(f"/admin/entries/{entry.pk}/").url == "/admin/"
        assert client.post(f"/admin/entries/{entry.pk}/", {"action": "withdraw"}).url == "/admin/"
    assert Entry.objects.get().withdrawn_at is None


def test_what_is_for_leads_alone_is_not_shown_to_editors(
    client: Client, entry: SignUp, editor: Any, monkeypatch: Any
) -> None:
    own = CommunityPermissionPolicy(SignUp, view=Role.LEAD, change=Role.LEAD)
    monkeypatch.setattr(entry_viewsets, "community_policy", lambda kind: own if kind is SignUp else None)
    assert "王阿姨" not in client.get("/admin/entries/").content.decode()
    assert client.get(f"/admin/entries/{entry.pk}/").status_code == 404
    assert client.post(f"/admin/entries/{entry.pk}/", {"action": "withdraw"}).status_code == 404
    client.force_login(staff(entry.community, Role.LEAD))
    assert "王阿姨" in client.get(f"/admin/entries/{entry.pk}/").content.decode()


@pytest.mark.usefixtures("editor")
def test_new_link_is_shown_once_and_logged(client: Client, entry: SignUp) -> None:
    link = client.post(f"/admin/entries/{entry.pk}/", {"action": "link"}).context["link"]
    token = link.rstrip("/").rpartition("/")[2]
    assert (entry_of_token(token), entry_of_token(entry.token)) == (entry, None)
    assert token not in client.get(f"/admin/entries/{entry.pk}/").content.decode()
    assert ModelLogEntry.objects.filter(action="participation.renew_link").count() == 1


@pytest.mark.usefixtures("editor")
def test_staff_take_it_back_for_somebody(client: Client, entry: SignUp) -> None:
    client.post(f"/admin/entries/{entry.pk}/", {"action": "withdraw"})
    entry.workshop.refresh_from_db()
    assert (Entry.objects.get().withdrawn_at is None, entry.workshop.taken) == (False, 0)


def test_only_leads_erase(client: Client, entry: SignUp, editor: Any) -> None:
    assert "Erase for good" not in client.get(f"/admin/entries/{entry.pk}/").content.decode()
    assert client.post(f"/admin/entries/{entry.pk}/", {"action": "erase"}).url == "/admin/"
    client.force_login(staff(entry.community, Role.LEAD))
    assert client.post(f"/admin/entries/{entry.pk}/", {"action": "erase"}).url == "/admin/entries/"
    assert (Entry.objects.get().name, "王阿姨" in client.get("/admin/entries/").content.decode()) == ("", False)
    assert "王阿姨" not in " ".join(str(row) for row in ModelLogEntry.objects.values())


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_constant_queries(
    client: Client, entry: SignUp, editor: Any, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count - 1):
        hand_in(SignUp(community=entry.community, workshop=entry.workshop, name=f"Person {number}"))
    client.get("/admin/entries/")
    with django_assert_num_queries(13):
        client.get("/admin/entries/")


# Notices


def test_city_words_a_notice_and_versions_stay(client: Client, entry: SignUp) -> None:
    client.force_login(city_administrator())
    assert "I agree that my sign-up is kept" in client.get("/admin/consent-notices/").content.decode()
    words = {
        "titles_zh_hans": "我同意",
        "titles_en": "Yes, keep it",
        "texts_zh_hans": "两个月",
        "texts_en": "For two months.",
    }
    for _time in range(2):  # nobody has agreed to the second one: it is written over
        assert client.post("/admin/consent-notices/workshops.sign_up/", words).status_code == 302
    versions = ConsentNotice.objects.filter(key="workshops.sign_up").order_by("version")
    assert [(row.version, row.titles["en"]) for row in versions] == [
        (1, "I agree that my sign-up is kept"),
        (2, "Yes, keep it"),
    ]
    assert Consent.objects.get().notice.version == 1


@pytest.mark.parametrize("address", ["/admin/consent-notices/", "/admin/consent-notices/workshops.sign_up/"])
def test_communities_word_no_notices(client: Client, entry: SignUp, address: str) -> None:
    client.force_login(staff(entry.community, Role.LEAD))
    assert client.get(address).url == "/admin/"


def test_unknown_notice_is_not_there(client: Client) -> None:
    client.force_login(city_administrator())
    assert client.get("/admin/consent-notices/no.such/").status_code == 404
