"""The search in the admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from search.models import SearchDecision, SearchRule
from search.policy import PlacePermissionPolicy

# Before anything asks for them.
register_permission_policy(SearchRule, PlacePermissionPolicy(SearchRule))
register_permission_policy(SearchDecision, PlacePermissionPolicy(SearchDecision))

from search.viewsets import SearchGroup  # noqa: E402 - asks for the policies


@hooks.register("register_admin_viewset")
def register_screens() -> SearchGroup:
    return SearchGroup()
