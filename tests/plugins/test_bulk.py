"""Switching in many communities in the background: once, resumable, and it says what was refused."""

from collections.abc import Callable

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.communities.models import Community
from portal.plugins.actions import set_policy
from portal.plugins.activation import communities_with
from portal.plugins.bulk import STALLED_AFTER, carry_out, is_stalled, start_bulk_switch, switch_each
from portal.plugins.choices import Policy
from portal.plugins.models import BulkSwitch
from portal.plugins.rules import Reason, Refusal
from portal.plugins.scope import Scope
from tests.factories.communities import CommunityFactory, DistrictFactory, StreetFactory
from tests.factories.people import city_administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> list[Community]:
    found = CommunityFactory.create_batch(3)
    set_policy("tools", Policy.AVAILABLE)
    set_policy("tools", Policy.WITHHELD, street=found[2].street)
    return found


def test_bulk_switch_reports_what_it_did(places, django_capture_on_commit_callbacks: Callable) -> None:
    by = city_administrator()
    with django_capture_on_commit_callbacks(execute=True):
        started = start_bulk_switch("tools", Scope(), on=True, by=by)
    bulk = BulkSwitch.objects.get(pk=started.pk)
    refusal = Refusal(Reason.WITHHELD, "tools").as_json()
    assert (bulk.changed, bulk.refused, bulk.failed) == (2, {places[2].code: refusal}, [])
    assert (bulk.finished_at is not None, set(communities_with("tools"))) == (True, set(places[:2]))
    assert ModelLogEntry.objects.filter(action="plugins.enable", user=by).count() == 2


def test_bulk_switch_goes_on_where_it_was_cut_off(places) -> None:
    bulk = start_bulk_switch("tools", Scope(), on=True, by=None)
    first = next(switch_each("tools", places, on=True, by=None))
    BulkSwitch.objects.update(changed=1)
    carry_out.enqueue(bulk.pk)
    bulk.refresh_from_db()
    assert (first.community, bulk.changed, set(communities_with("tools"))) == (places[0], 2, set(places[:2]))


def test_finished_bulk_switch_is_not_repeated(places) -> None:
    bulk = start_bulk_switch("tools", Scope(), on=True, by=None)
    BulkSwitch.objects.update(finished_at=timezone.now())
    carry_out.enqueue(bulk.pk)
    assert not communities_with("tools").exists()


def test_bulk_switch_of_a_district_stays_there(places, django_capture_on_commit_callbacks: Callable) -> None:
    beside = CommunityFactory(street=StreetFactory(district=places[0].street.district))
    with django_capture_on_commit_callbacks(execute=True):
        start_bulk_switch("tools", Scope(districts=[places[0].street.district]), on=True, by=None)
    assert set(communities_with("tools")) == {places[0], beside}


def test_bulk_switch_that_nobody_works_on_is_stalled(places) -> None:
    bulk = start_bulk_switch("tools", Scope(), on=True, by=None)
    assert not is_stalled(bulk)
    with time_machine.travel(timezone.now() + STALLED_AFTER * 2, tick=False):
        assert is_stalled(bulk)
        bulk.finished_at = timezone.now()
        assert not is_stalled(bulk)


def test_scope_knows_its_communities() -> None:
    district = DistrictFactory()
    inside, archived = CommunityFactory(street__district=district), CommunityFactory(street__district=district)
    outside = CommunityFactory()
    Community.objects.filter(pk=archived.pk).update(status="archived")
    found = [
        list(scope.find())
        for scope in (
            Scope(),
            Scope.of_codes(districts=[district.code]),
            Scope.of_codes(streets=[inside.street.code, outside.street.code]),
            Scope.of_codes(communities=[outside.slug, inside.code]),
        )
    ]
    assert found == [[inside, outside], [inside], [inside, outside], [inside, outside]]
