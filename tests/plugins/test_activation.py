"""Where a plugin is on: the city's ladder, and what communities choose."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from tool_library.models import ToolLibraryPage

from portal.communities.models import Community
from portal.plugins.actions import disable_plugin, enable_plugin, set_policy
from portal.plugins.activation import communities_with, is_on, off_paths, states_for
from portal.plugins.bundled.class_signups.models import ClassPage
from portal.plugins.choices import Policy
from portal.plugins.models import Activation
from portal.services.models import GuidePage
from tests.factories.communities import CommunityFactory, StreetFactory
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db


def test_new_plugin_is_withheld_everywhere() -> None:
    community = CommunityFactory()
    assert states_for(community)["tools"].policy == Policy.WITHHELD
    with translation.override("en"), pytest.raises(ValidationError, match="does not offer “Tool library” here"):
        enable_plugin("tools", community=community)


def test_available_plugin_waits_for_the_community() -> None:
    community, other = CommunityFactory(), CommunityFactory()
    set_policy("tools", Policy.AVAILABLE)
    assert not is_on("tools", community)
    enable_plugin("tools", community=community)
    assert [is_on("tools", place) for place in (community, other)] == [True, False]


def test_required_plugin_is_on_without_being_chosen() -> None:
    community = CommunityFactory()
    set_policy("tools", Policy.REQUIRED)
    assert is_on("tools", community)
    with pytest.raises(ValidationError):
        disable_plugin("tools", community=community)


def test_streets_exception_counts_before_its_districts() -> None:
    street = StreetFactory()
    here, beside, elsewhere = (
        CommunityFactory(street=street),
        CommunityFactory(street=StreetFactory(district=street.district)),
        CommunityFactory(),
    )
    set_policy("tools", Policy.REQUIRED, district=street.district)
    set_policy("tools", Policy.WITHHELD, street=street)
    found = {place.pk: states_for(place)["tools"].policy for place in (here, beside, elsewhere)}
    assert found == {here.pk: Policy.WITHHELD, beside.pk: Policy.REQUIRED, elsewhere.pk: Policy.WITHHELD}
    assert list(communities_with("tools")) == [beside]


def test_withholding_keeps_what_communities_chose() -> None:
    community = community_with("tools")
    set_policy("tools", Policy.WITHHELD)
    assert not is_on("tools", community)
    set_policy("tools", Policy.AVAILABLE)
    assert is_on("tools", community)


@pytest.mark.parametrize("ladder", Policy)
def test_many_and_one_are_read_alike(ladder: Policy) -> None:
    """Whatever the city says of all, of a district and of a street office in it."""
    chosen, unchosen = community_with("tools"), CommunityFactory()
    street = chosen.street
    places = (chosen, unchosen, CommunityFactory(street=street))
    set_policy("tools", ladder)
    for of_district, of_street in product([None, *Policy], repeat=2):
        set_policy("tools", of_district, district=street.district)
        set_policy("tools", of_street, street=street)
        on = {place for place in places if is_on("tools", place)}
        assert set(communities_with("tools")) == on
        pages = [(place.slug, ToolLibraryPage, place.pk) for place in places]
        assert off_paths(pages) == {place.slug for place in places if place not in on}


def test_pages_of_the_city_and_of_what_is_gone_are_off() -> None:
    community = community_with("tools")
    pages = [("here", ToolLibraryPage, community.pk), ("city", ToolLibraryPage, None), ("gone", None, community.pk)]
    assert off_paths([*pages, ("guides", GuidePage, community.pk)]) == {"city", "gone"}


@pytest.mark.parametrize("communities", [1, 40])
def test_pages_of_many_communities_are_read_in_one_query(communities: int, django_assert_num_queries) -> None:
    places = [community_with("tools"), *CommunityFactory.create_batch(communities)]
    models = (ToolLibraryPage, ClassPage)
    pages = [(f"{model.__name__} {place.slug}", model, place.pk) for model in models for place in places]
    with django_assert_num_queries(1):
        assert off_paths(pages) == {path for path, _model, _place in pages[1:]}


def test_switching_on_again_changes_nothing() -> None:
    community = community_with("tools")
    before = Activation.objects.get().changed_at
    enable_plugin("tools", community=community)
    assert Activation.objects.get().changed_at == before
    assert ToolLibraryPage.objects.count() == 2


def test_data_comes_back_with_the_plugin(client) -> None:
    community = community_with("tools", slug="sunshine")
    answers = [client.get("/en/sunshine/tools/").status_code]
    disable_plugin("tools", community=community)
    answers.append(client.get("/en/sunshine/tools/").status_code)
    enable_plugin("tools", community=community)
    answers.append(client.get("/en/sunshine/tools/").status_code)
    assert answers == [200, 404, 200]


@pytest.mark.parametrize("communities", [1, 40])
def test_reading_states_is_one_query(communities: int, django_assert_num_queries) -> None:
    CommunityFactory.create_batch(communities)
    community = Community.objects.with_street().get(pk=community_with("tools").pk)
    with django_assert_num_queries(1):
        assert states_for(community)["tools"].is_on
