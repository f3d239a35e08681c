"""Plugins in communities, as the city and its communities switch them on."""

from portal.communities.models import Community
from portal.plugins.actions import enable_plugin, set_policy
from portal.plugins.choices import Policy
from portal.plugins.testing.kept import kept
from tests.factories.home import opened_community


def community_with(*keys: str, **values: object) -> Community:
    """An open community in which these plugins, available to all, are switched on."""
    return _switched_on(opened_community(**values), *keys)


@kept
def _switched_on(community: Community, *keys: str) -> Community:
    for key in keys:
        set_policy(key, Policy.AVAILABLE)
        enable_plugin(key, community=community)
    return community
