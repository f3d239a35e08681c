"""Many communities at once: the same answers as for one, and dry runs that say what then happens."""

from collections.abc import Callable

import pytest
from django.utils import translation

from portal.communities.models import Community
from portal.plugins.actions import disable_plugin, enable_plugin, set_policy
from portal.plugins.activation import communities_with, states_for
from portal.plugins.choices import Policy
from portal.plugins.overview import overview_of
from portal.plugins.planning import Lack, plan_policy, plan_switch
from portal.plugins.rules import Reason, Refusal, Refused
from tests.factories.communities import CommunityFactory, StreetFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> list[Community]:
    """One in a street of its own policy, two beside it in the district, one elsewhere; the second has chosen."""
    street = StreetFactory()
    beside = StreetFactory(district=street.district)
    found = [CommunityFactory(street=it) for it in (street, beside, beside, StreetFactory())]
    set_policy("tools", Policy.AVAILABLE)
    for community in found[:2]:
        enable_plugin("tools", community=community)
    set_policy("tools", Policy.WITHHELD, street=street)
    return found


def codes(communities: object) -> list[str]:
    return [community.code for community in communities]


@pytest.mark.parametrize("everywhere", Policy)
@pytest.mark.parametrize("in_district", [None, *Policy])
def test_overview_agrees_with_single_reads(places, everywhere: Policy, in_district: Policy | None) -> None:
    set_policy("tools", everywhere)
    set_policy("tools", in_district, district=places[1].street.district)
    set_policy("sirens", everywhere)
    overview = overview_of(Community.objects.all())
    for community in overview.communities:
        states = {key: (state.policy, state.is_on) for key, state in states_for(community).items()}
        assert {key: (state.policy, state.is_on) for key, state in overview.states(community).items()} == states
    for key in ("tools", "sirens"):
        assert codes(overview.communities_with(key)) == codes(communities_with(key).order_by("code"))


@pytest.mark.parametrize("communities", [1, 3])
def test_overview_is_four_queries(communities: int, django_assert_num_queries: Callable) -> None:
    CommunityFactory.create_batch(communities)
    with django_assert_num_queries(4):
        overview = overview_of(Community.objects.all())
        assert {states["tools"].is_on for states in map(overview.states, overview.communities)} == {False}


def test_dry_run_of_switching_names_everybody(places) -> None:
    set_policy("tools", Policy.REQUIRED, street=places[3].street)
    plan = plan_switch("tools", Community.objects.living(), on=True)
    assert (codes(plan.changes), plan.unchanged) == (codes([places[2]]), 2)
    assert plan.refused == ((places[0], Refusal(Reason.WITHHELD, "tools")),)
    assert plan_switch("tools", Community.objects.living(), on=False).refused == (
        (places[3], Refusal(Reason.REQUIRED, "tools")),
    )


def test_dry_run_leaves_archived_communities_out(places) -> None:
    Community.objects.filter(pk=places[2].pk).update(status="archived")
    assert plan_switch("tools", Community.objects.living(), on=True).unchanged == 1


def test_what_is_needed_is_asked_for(places) -> None:
    set_policy("lessons", Policy.AVAILABLE)
    refusal = plan_switch("lessons", Community.objects.living(), on=True).refusals[0]
    assert (refusal[0], codes(refusal[1])) == (
        Refusal(Reason.NEEDS, "lessons", ("tools",)),
        codes([places[0], *places[2:]]),
    )
    with pytest.raises(Refused) as refused:
        enable_plugin("lessons", community=places[2])
    assert refused.value.refusal == refusal[0]
    enable_plugin("lessons", community=places[1])
    with pytest.raises(Refused) as refused:
        disable_plugin("tools", community=places[1])
    assert refused.value.refusal == Refusal(Reason.NEEDED, "tools", ("lessons",))


def test_refusal_speaks_the_readers_language() -> None:
    refusal = Refusal.from_json(Refusal(Reason.NEEDS, "lessons", ("tools",)).as_json())
    with translation.override("en"):
        assert str(refusal) == "“Craft lessons” needs Tool library. Switch that on first."
    with translation.override("zh-hans"):
        assert str(refusal) == "“手艺课”需要工具借用，请先启用后者。"


@pytest.mark.parametrize(
    ("policy", "where", "on", "off"),
    [
        (Policy.REQUIRED, "city", [2, 3], []),
        (Policy.WITHHELD, "city", [], [1]),
        (Policy.WITHHELD, "district", [], [1]),
        (Policy.REQUIRED, "district", [2], []),
        (None, "street", [0], []),
        (Policy.REQUIRED, "street", [0], []),
    ],
)
def test_dry_run_of_a_policy_comes_true(places, policy: Policy | None, where: str, on: list, off: list) -> None:
    street = places[0].street
    place = {"city": {}, "district": {"district": street.district}, "street": {"street": street}}[where]
    before = set(communities_with("tools"))
    plan = plan_policy("tools", policy, **place)
    assert (codes(plan.goes_on), codes(plan.goes_off)) == (codes(places[i] for i in on), codes(places[i] for i in off))
    set_policy("tools", policy, **place)
    assert set(communities_with("tools")) == (before | set(plan.goes_on)) - set(plan.goes_off)


def test_dry_run_says_who_would_miss_the_plugin(places) -> None:
    set_policy("lessons", Policy.REQUIRED)
    assert plan_policy("tools", Policy.WITHHELD).lacks == (Lack("lessons", "tools", 4),)
    assert plan_policy("lessons", Policy.AVAILABLE).lacks == ()
