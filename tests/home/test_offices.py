"""Offices: where residents read of them, and how search finds them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.communities.choices import CommunityStatus
from portal.communities.importing.places import import_places, read_places
from portal.communities.models import Community, Office
from portal.home.office_source import OfficeSource
from portal.hours.schedule import OpeningHours
from portal.names import Names
from search.contract import EntryRef, Hit
from tests.factories.communities import StreetFactory
from tests.factories.home import opened_community

pytestmark = pytest.mark.django_db
PAGE = "/en/sunshine/offices/"
NAMES = Names({"zh-hans": "便民服务站", "en": "Service station"})


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    def commit(action: Callable[..., Any], *args: Any, **values: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return action(*args, **values)

    return commit


@pytest.fixture
def sunshine(committed: Callable[..., Any]) -> Community:
    names = Names({"zh-hans": "阳光社区", "en": "Sunshine"})
    return committed(opened_community, slug="sunshine", names=names, phone="0571-111111")


def make_office(**values: Any) -> Office:
    values = {"code": "station", "names": NAMES, "phone": "0571-222222"} | values
    return Office.objects.create(address=Names({"zh-hans": "灯塔路1号", "en": "1 Lighthouse Road"}), **values)


def found(client: Client, query: str, **params: str) -> list[tuple[str, list[str]]]:
    answer = client.get("/api/v1/search", {"q": query, "lang": "en", "kind": "office", **params}).json()
    return [(result["url"].removeprefix("http://testserver"), result["notes"]) for result in answer["results"]]


def test_page_shows_offices_of_the_community_and_its_street(client: Client, sunshine: Community) -> None:
    make_office(community=sunshine, hours=OpeningHours.parse("Mon-Fri 9:00-17:00"), step_free=True, lift=False)
    make_office(street=sunshine.street, names=Names({"en": "Street hall"}))
    make_office(community=opened_community(slug="riverside"), names=Names({"en": "Elsewhere"}))
    page = client.get(PAGE).content.decode()
    for text in ("Service station", "Street hall", "tel:0571222222", "step-free entrance: yes"):
        assert text in page
    assert "Elsewhere" not in page
    assert '<link rel="canonical" href="http://localhost/en/sunshine/offices/">' in page


@pytest.mark.parametrize("address", ["/en/offices/", "/en/nowhere/offices/"])
def test_page_is_of_open_communities_alone(client: Client, sunshine: Community, address: str) -> None:
    assert client.get(address).status_code == 404


def test_office_is_found_by_name_and_address_with_its_phone(
    client: Client, sunshine: Community, committed: Callable[..., Any]
) -> None:
    office = committed(make_office, community=sunshine)
    wanted = [(f"{PAGE}#office-{office.pk}", ["Phone 0571-222222"])]
    assert [found(client, query) for query in ("service station", "lighthouse road")] == [wanted, wanted]
    assert found(client, "sunshine community office")[0] == (f"{PAGE}#community", ["Phone 0571-111111"])


def test_office_is_found_as_it_is_now_and_not_when_it_is_gone(
    client: Client, sunshine: Community, committed: Callable[..., Any]
) -> None:
    office = committed(make_office, community=sunshine)
    office.names = Names({"en": "Harbour desk"})
    committed(office.save)
    assert (len(found(client, "harbour")), len(found(client, "service station"))) == (1, 0)
    committed(office.delete)
    assert found(client, "harbour") == []


def test_offices_go_with_their_community(client: Client, sunshine: Community, committed: Callable[..., Any]) -> None:
    committed(make_office, community=sunshine)
    committed(make_office, street=sunshine.street, code="hall", names=Names({"en": "Station hall"}))
    assert len(found(client, "station")) == 2
    sunshine.status = CommunityStatus.ARCHIVED
    sunshine.save()  # the index has not followed yet
    assert found(client, "station") == []


def test_imported_offices_are_found(
    client: Client, sunshine: Community, committed: Callable[..., Any], tmp_path: Any
) -> None:
    file = tmp_path / "places.csv"
    file.write_text("type,code,name,name_en,phone\noffice,hall,大厅,Great hall,0571-3\n", "utf-8")
    committed(import_places, community=sunshine, rows=read_places(file))
    assert [notes for _url, notes in found(client, "great hall")] == [["Phone 0571-3"]]


def test_street_office_is_shown_in_the_readers_community(sunshine: Community) -> None:
    office = make_office(street=sunshine.street)
    hit = Hit(EntryRef(f"office:{office.pk}", "en"), "", "", "office")
    source = OfficeSource()
    assert source.paths([hit], {}, community=sunshine, language="en") == {hit.ref: f"{PAGE}#office-{office.pk}"}
    street = f"/en/find/{sunshine.street.code}/#office-{office.pk}"
    assert source.paths([hit], {}, community=None, language="en") == {hit.ref: street}


def test_office_of_a_street_without_communities_is_not_public(sunshine: Community) -> None:
    office = make_office(street=StreetFactory())
    assert list(OfficeSource().entries([EntryRef(f"office:{office.pk}", "en")])) == []


@pytest.mark.parametrize("count", [1, 3])
def test_entries_take_two_queries(
    sunshine: Community, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    refs = [EntryRef(f"office:of-{sunshine.code}", "en")]
    for number in range(count):
        refs.append(EntryRef(f"office:{make_office(community=sunshine, code=f'o{number}').pk}", "en"))
    with django_assert_num_queries(2):
        assert len(list(OfficeSource().entries(refs))) == count + 1
