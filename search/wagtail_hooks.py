"""The search in the admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from search.models import SearchRule
from search.policy import PlacePermissionPolicy

# Before anything asks for it.
register_permission_policy(SearchRule, PlacePermissionPolicy(SearchRule))

from search.viewsets import RuleViewSet  # noqa: E402 - asks for the policy


@hooks.register("register_admin_viewset")
def register_rules() -> RuleViewSet:
    return RuleViewSet()
