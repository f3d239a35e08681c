"""What plugins hold of a person: shown, given out and erased, in the communities of whoever asks."""

import csv
import io
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from tool_library.models import Loan, Tool
from wagtail.models import ModelLogEntry

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.plugins import privacy
from portal.plugins.actions import disable_plugin
from portal.plugins.admin.person_views import harmless
from portal.plugins.privacy import export_person
from tests.factories.people import city_administrator, staff
from tests.factories.plugins import community_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
ADDRESS, PHONE = "/admin/personal-data/", "13800000000"


@pytest.fixture
def _english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def sunshine() -> Community:
    """The plugin is off again there; what it holds is still somebody's."""
    community = community_with("tools", slug="sunshine")
    borrow(community, "Mei")
    disable_plugin("tools", community=community)
    return community


@pytest.fixture
def lead(client: Client, sunshine: Community) -> Any:
    user = staff(sunshine, Role.LEAD)
    client.force_login(user)
    return user


def borrow(community: Community, name: str, phone: str = PHONE) -> Loan:
    tool = Tool.objects.create(community=community, names={"en": "Drill"})
    return Loan.objects.create(tool=tool, name=name, phone=phone)


def ask(client: Client, action: str = "show", phone: str = "+86 138-0000 0000") -> Any:
    return client.post(ADDRESS, {"phone": phone, "action": action})


def names(answer: Any) -> list[str]:
    return [row[1] for table in answer.context["tables"] for row in table["rows"]]


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_lead_sees_what_own_communities_hold(client: Client, sunshine: Community, lead: Any) -> None:
    borrow(community_with("tools", slug="heping"), "Lan")
    assert names(ask(client)) == ["Mei"]
    client.force_login(city_administrator())
    assert names(ask(client)) == ["Mei", "Lan"]


def test_other_numbers_are_left_alone(client: Client, sunshine: Community, lead: Any) -> None:
    borrow(sunshine, "Lan", "13900000000")
    assert names(ask(client)) == ["Mei"]
    assert "Nothing is held of this person." in ask(client, phone="13700000000").content.decode()


@pytest.mark.parametrize("wrong", ["", "call me", "123"])
def test_wrong_number_is_said_at_its_field(client: Client, lead: Any, wrong: str) -> None:
    answer = ask(client, phone=wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["phone"])


def test_data_is_given_out_for_programs(client: Client, lead: Any) -> None:
    answer = ask(client, "json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="personal-data.json"'
    (tools,) = [entry for entry in json.loads(answer.content) if entry["records"]]
    assert (tools["plugin"], tools["complete"], tools["records"][0]["name"]) == ("tools", True, "Mei")


def test_spreadsheets_find_no_formula(client: Client, sunshine: Community, lead: Any) -> None:
    borrow(sunshine, "=cmd|' /C calc'!A1")
    rows = list(csv.DictReader(io.StringIO(ask(client, "csv").content.decode("utf-8-sig"))))
    assert [row["value"] for row in rows if row["field"] == "name"] == ["Mei", "'=cmd|' /C calc'!A1"]
    assert [harmless(value) for value in ("+1", "-1", "@a", "\ta", 5, None, "a=b")] == [
        "'+1", "'-1", "'@a", "'\ta", "5", "", "a=b",
    ]  # fmt: skip


def test_erasing_asks_first(client: Client, sunshine: Community, lead: Any) -> None:
    answer = ask(client, "confirm")
    assert ["Erase for good?" in answer.content.decode(), Loan.objects.count()] == [True, 1]
    answer = ask(client, "erase")
    assert (answer.headers["Location"], said(answer)) == (ADDRESS, ["Records erased for good: 1"])
    assert Loan.objects.count() == 0


def test_erasing_stays_in_own_communities(client: Client, sunshine: Community, lead: Any) -> None:
    theirs = borrow(community_with("tools", slug="heping"), "Lan")
    ask(client, "erase")
    assert list(Loan.objects.all()) == [theirs]


def test_log_says_that_but_not_about_whom(client: Client, sunshine: Community, lead: Any, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        for action in ("show", "json", "erase"):
            ask(client, action)
    entries = ModelLogEntry.objects.filter(action__endswith="_person").order_by("pk")
    assert [(entry.action, entry.user) for entry in entries] == [
        ("plugins.export_person", lead),
        ("plugins.export_person", lead),
        ("plugins.erase_person", lead),
    ]
    kept = [f"{entry.label} {entry.data}" for entry in entries]
    assert [line for line in [*kept, *(r.getMessage() for r in caplog.records if r.name != "django.db.backends")]
            if PHONE in line or "138" in line or "Mei" in line] == []  # fmt: skip


def test_number_is_in_no_address(client: Client, lead: Any) -> None:
    page = client.get(f"{ADDRESS}?phone={PHONE}&action=show").content.decode()
    assert [PHONE in page, "Mei" in page] == [False, False]
    assert f'href="{ADDRESS}?' not in ask(client).content.decode()
    assert "no-store" in ask(client).headers["Cache-Control"]


def test_plugin_that_fails_is_named(client: Client, sunshine: Community, lead: Any, caplog: Any) -> None:
    borrow(sunshine, "Lan", "55555")
    answer = ask(client, phone="55555")
    assert (names(answer), [holder.key for holder in answer.context["failed"]]) == (["Lan"], ["faulty"])
    assert "“Faulty sample” could not say what it holds." in answer.content.decode()
    assert said(ask(client, "erase", "55555"))[0].startswith("“Faulty sample” could not erase what it holds")
    assert Loan.objects.filter(phone="55555").count() == 1
    assert [record.getMessage().splitlines()[0] for record in caplog.records if record.name == "portal.plugins"] == [
        "The personal data of faulty could not be handled: IntegrityError"
    ] * 2


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CONTRIBUTOR])
def test_only_leads_may_ask(client: Client, sunshine: Community, role: Role) -> None:
    client.force_login(staff(sunshine, role))
    for answer in (client.get(ADDRESS), ask(client), ask(client, "erase")):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    assert Loan.objects.count() == 1


@pytest.mark.parametrize("loans", [1, 3])
def test_asking_is_a_constant_number_of_queries(
    sunshine: Community, loans: int, django_assert_num_queries: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(loans):
        borrow(sunshine, "Lan")
    monkeypatch.setattr(privacy, "own_holders", list)  # the portal's apps are each tried where they are
    everywhere = Community.objects.all()
    with django_assert_num_queries(4 + 6 + 3):  # what is held and its log; savepoints of three plugins; class sign-ups
        held = export_person(phone=PHONE, communities=everywhere, by=None)
    assert sum(len(found.records) for found in held) == loans + 1
