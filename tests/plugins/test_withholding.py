"""Where a plugin is off, nothing that was handed in with it is shown, and nobody is told anything by it."""

from typing import Any

import pytest
from django.test import Client
from tool_library.apps import ToolLibraryConfig

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.notifications.actions import Recipient, tell
from portal.notifications.kinds import MessageKind, _kinds
from portal.notifications.models import Delivery, Message
from portal.notifications.worker import deliver_due
from portal.participation.models import Entry
from portal.participation.persons import HOLDER
from portal.plugins.actions import disable_plugin, enable_plugin
from portal.plugins.declaration import DeclarationError
from portal.plugins.messages import register_message
from portal.plugins.privacy import erase_person, export_person
from tests.factories.people import staff
from tests.factories.plugins import community_with
from tests.workshops.models import SignUp, Workshop

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture
def community() -> Community:
    return community_with("tools", slug="sunshine")


@pytest.fixture
def kind() -> Any:
    yield register_message(MessageKind("tools.ready", "Ready", "Your drill is ready", is_urgent=True))
    del _kinds["tools.ready"]


@pytest.fixture
def as_plugins(monkeypatch: Any) -> None:
    """The workshops' sign-ups are a plugin's."""
    monkeypatch.setattr(ToolLibraryConfig, "label", "workshops")
    monkeypatch.setattr("portal.participation.persons._elsewhere", {"workshops"})


def handed_in(community: Community) -> SignUp:
    workshop = Workshop.objects.create(community=community, title="Lanterns")
    return SignUp.objects.create(community=community, workshop=workshop, name="王阿姨", phone=PHONE)


def test_message_waits_while_its_plugin_is_off(community: Community, kind: MessageKind) -> None:
    disable_plugin("tools", community=community)
    tell(kind.key, to=Recipient("Mei", phone=PHONE), community=community, about="x", key="x")
    assert (deliver_due(), Delivery.objects.due(Message.objects.get().created_at).count()) == (0, 0)
    enable_plugin("tools", community=community)
    assert deliver_due() == 1


def test_call_leaves_the_list_while_its_plugin_is_off(community: Community, kind: MessageKind) -> None:
    tell(kind.key, to=Recipient("Mei"), community=community, about="x", key="x")
    assert Delivery.objects.calls_to_make().count() == 1
    disable_plugin("tools", community=community)
    assert Delivery.objects.calls_to_make().count() == 0


def test_text_leaves_the_outbox_while_its_plugin_is_off(
    community: Community, kind: MessageKind, client: Client
) -> None:
    """The demo's list of what it would have sent."""
    client.force_login(staff(community, Role.LEAD))
    tell(kind.key, to=Recipient("Mei", phone=PHONE), community=community, about="x", key="x")
    assert deliver_due() == 1
    for switch, is_shown in ((disable_plugin, False), (enable_plugin, True)):
        switch("tools", community=community)
        assert (PHONE in client.get("/admin/outbox/").content.decode()) == is_shown


def test_keeping_back_costs_no_query_of_its_own(
    community: Community, kind: MessageKind, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert list(Delivery.objects.calls_to_make()) == []


@pytest.mark.parametrize("key", ["ready", "nobody.ready", "tools"])
def test_message_of_a_plugin_begins_with_its_key(key: str) -> None:
    with pytest.raises(DeclarationError):
        register_message(MessageKind(key, "Ready", "Ready"))


@pytest.mark.usefixtures("as_plugins")
def test_entries_are_shown_only_where_it_is_on(community: Community) -> None:
    here, there = handed_in(community), handed_in(community_with("tools", slug="heping"))
    disable_plugin("tools", community=there.community)
    assert list(Entry.objects.shown()) == [here.entry_ptr]
    enable_plugin("tools", community=there.community)
    assert Entry.objects.shown().count() == 2


@pytest.mark.usefixtures("as_plugins")
def test_entries_are_given_out_and_erased_with_their_plugin(community: Community) -> None:
    handed_in(community)
    disable_plugin("tools", community=community)  # what it kept is still somebody's
    everywhere = Community.objects.all()
    held = {found.holder.key: found.records for found in export_person(phone=PHONE, communities=everywhere, by=None)}
    assert ([record["name"] for record in held["tools"]], held["participation"]) == (["王阿姨"], ())
    erased = erase_person(phone=PHONE, communities=everywhere, by=None)
    assert (erased["tools"], Entry.objects.get().name) == (1, "")


def test_own_apps_entries_are_shown_as_their_own(community: Community) -> None:
    handed_in(community)
    everywhere = Community.objects.all()
    found = export_person(phone=PHONE, communities=everywhere, by=None)
    assert {held.holder.key: len(held.records) for held in found if held.records} == {"participation": 1}


def test_kind_that_a_plugin_no_longer_has_is_somebodys_still(community: Community) -> None:
    Entry.objects.create(kind="tool_library.wish", community=community, name="王阿姨", phone=PHONE)
    (record,) = HOLDER.data.export(communities=Community.objects.all(), phone=PHONE)
    assert record["name"] == "王阿姨"
