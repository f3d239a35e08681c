"""Changes of a community's status. Opening is in `portal.home.actions`, since it makes pages."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.communities.choices import CommunityStatus
from portal.communities.models import Community


@transaction.atomic
def archive_community(
    *, community: Community, successor: Community | None = None, by: AbstractBaseUser | None = None
) -> Community:
    """Close a community for good; its addresses answer 410 and point to `successor`, if it was merged into one.

    Communities that pointed to this one point to its successor from now on. Raises ValidationError for a community
    that is archived already, and for a successor that is archived or the community itself.
    """
    community = _locked(community)
    if community.status == CommunityStatus.ARCHIVED:
        raise ValidationError(_("This community is archived already."))
    if successor is not None:
        successor = _locked(successor)
        if successor == community:
            raise ValidationError(_("A community cannot be merged into itself."))
        if successor.status == CommunityStatus.ARCHIVED:
            raise ValidationError(_("The community it is merged into is archived itself."))
    community.status, community.successor = CommunityStatus.ARCHIVED, successor
    community.save(update_fields=["status", "successor"])
    Community.objects.filter(successor=community).update(successor=successor)
    log(
        instance=community,
        action="communities.archive",
        user=by,
        data={"successor": str(successor.names) if successor else "", "code": successor.code if successor else ""},
    )
    return community


@transaction.atomic
def restore_community(*, community: Community, by: AbstractBaseUser | None = None) -> Community:
    """Undo archiving: it is being prepared again, with the pages it had; open it to show them."""
    community = _locked(community)
    if community.status != CommunityStatus.ARCHIVED:
        raise ValidationError(_("Only an archived community can be restored."))
    community.status, community.successor = CommunityStatus.PREPARING, None
    community.save(update_fields=["status", "successor"])
    log(instance=community, action="communities.restore", user=by)
    return community


def _locked(community: Community) -> Community:
    return Community.objects.select_for_update().get(pk=community.pk)
