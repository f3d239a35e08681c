"""Plugins are told where the city's policy switches them on and off."""

from collections.abc import Callable
from typing import Any

import pytest
from tool_library.models import ToolLibraryPage

from portal.communities.models import Community
from portal.home.actions import open_community
from portal.plugins.actions import disable_plugin, enable_plugin, reset_fuse, set_policy
from portal.plugins.choices import Policy
from portal.plugins.models import Activation
from portal.plugins.starting import communities_to_tell, tell_all
from tests.factories.communities import CommunityFactory
from tests.factories.home import opened_community

pytestmark = pytest.mark.django_db


@pytest.fixture
def set_policy_and_wait(django_capture_on_commit_callbacks: Callable) -> Callable[..., None]:
    """With what is done in the background once it is committed."""

    def act(*args: Any, **kwargs: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            set_policy(*args, **kwargs)

    return act


def communities_with_pages() -> list[str]:
    homes = {page.get_parent().specific.community.slug for page in ToolLibraryPage.objects.all()}
    return sorted(homes)


def test_required_plugin_makes_its_pages(set_policy_and_wait: Callable) -> None:
    here, _elsewhere = opened_community(slug="here"), opened_community(slug="elsewhere")
    CommunityFactory(street=here.street)
    set_policy_and_wait("tools", Policy.REQUIRED, street=here.street)
    assert communities_with_pages() == ["here"]


def test_community_that_opens_later_is_made_up_for(set_policy_and_wait: Callable) -> None:
    community = CommunityFactory(slug="later")
    set_policy_and_wait("tools", Policy.REQUIRED)
    opened_community(slug="first")
    open_community(community=community)
    tell_all()
    assert communities_with_pages() == ["first", "later"]


def test_withheld_plugin_is_told_that_it_is_off(set_policy_and_wait: Callable) -> None:
    community = opened_community()
    set_policy_and_wait("tools", Policy.AVAILABLE)
    enable_plugin("tools", community=community)
    told = [Activation.objects.get().is_started]
    for policy in (Policy.WITHHELD, Policy.AVAILABLE):
        set_policy_and_wait("tools", policy)
        told.append(Activation.objects.get().is_started)
    assert disable_plugin("tools", community=community).is_started is False
    assert told == [True, False, True]


@pytest.mark.parametrize("policy", [Policy.AVAILABLE, Policy.REQUIRED])
def test_muted_plugin_is_told_after_its_reset(
    set_policy_and_wait: Callable, django_capture_on_commit_callbacks: Callable, policy: Policy
) -> None:
    community = opened_community(slug="here")
    Activation.objects.create(plugin_id="tools", community=community, muted_at="2026-01-01T00:00Z")
    set_policy_and_wait("tools", policy)
    enable_plugin("tools", community=community)
    assert communities_with_pages() == []
    with django_capture_on_commit_callbacks(execute=True):
        reset_fuse("tools", community=community)
    assert communities_with_pages() == ["here"]


def test_plugin_of_the_city_is_told_once(set_policy_and_wait: Callable) -> None:
    set_policy_and_wait("sirens", Policy.REQUIRED)
    assert Activation.objects.get(plugin="sirens").is_started


def test_hooks_for_all_communities_are_reset_as_well() -> None:
    Activation.objects.create(plugin_id="tools", community=None, muted_at="2026-01-01T00:00Z")
    assert reset_fuse("tools", community=None).muted_at is None


@pytest.mark.parametrize("communities", [1, 3])
def test_nothing_to_tell_is_cheap(communities: int, django_assert_num_queries: Callable) -> None:
    for _number in range(communities):
        opened_community()
    set_policy("tools", Policy.REQUIRED)
    tell_all()
    assert Community.objects.count() == communities
    with django_assert_num_queries(1):
        assert list(communities_to_tell("tools")) == []
