"""Writes about guides. One transaction each."""

from typing import TypedDict, Unpack
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from portal.communities.models import Community
from portal.hours.schedule import OpeningHours
from portal.names import Names
from portal.services.models import GuideFeedback, GuideOverlay
from portal.services.queries import city_version


class OverlayValues(TypedDict, total=False):
    hidden: bool
    note: Names
    phone: str
    hours: OpeningHours
    counter: Names


@transaction.atomic
def set_overlay(
    *, community: Community, guide_key: UUID, by: AbstractBaseUser | None, **values: Unpack[OverlayValues]
) -> GuideOverlay:
    """What a community says of a city guide; values that are not given stay. It is written in view of the city's text
    as it is now, so that text counts as seen."""
    overlay = _locked_overlay(community, guide_key)
    for name, value in values.items():
        setattr(overlay, name, value)
    _see_city_text(overlay)
    overlay.full_clean(exclude=["community"])
    overlay.save()
    log(instance=overlay, action="services.set_overlay", user=by, data=_logged(overlay))
    return overlay


@transaction.atomic
def hide_guide(*, community: Community, guide_key: UUID, by: AbstractBaseUser | None, hidden: bool = True) -> None:
    """Show a city guide in the community no more, or (`hidden=False`) again. Its texts are kept."""
    overlay = _locked_overlay(community, guide_key)
    if overlay.hidden == hidden and overlay.pk:
        return
    overlay.hidden = hidden
    if overlay._state.adding:
        _see_city_text(overlay)
    overlay.save()
    log(
        instance=overlay,
        action="services.hide_guide" if hidden else "services.show_guide",
        user=by,
        data=_logged(overlay),
    )


@transaction.atomic
def confirm_overlay(*, overlay: GuideOverlay, by: AbstractBaseUser | None) -> None:
    """The community's note is still right beside the city's new text."""
    overlay = GuideOverlay.objects.select_for_update().get(pk=overlay.pk)
    _see_city_text(overlay)
    overlay.save(update_fields=["city_version_seen"])
    log(instance=overlay, action="services.confirm_overlay", user=by, data=_logged(overlay))


@transaction.atomic
def record_feedback(
    *,
    token: UUID,
    guide_key: UUID,
    language: str,
    community: Community | None,
    helpful: bool,
    reason: str = "",
    comment: str = "",
) -> GuideFeedback:
    """What a resident says of a guide. Sent again under the same token it replaces the answer before."""
    values = {"guide_key": guide_key, "language": language, "community": community}
    values |= {"helpful": helpful, "reason": reason, "comment": comment}
    feedback, _created = GuideFeedback.objects.update_or_create(token=token, defaults=values)
    return feedback


def _locked_overlay(community: Community, guide_key: UUID) -> GuideOverlay:
    """The community's row is locked, so that two editors at once do not both add one."""
    Community.objects.select_for_update().get(pk=community.pk)
    overlays = GuideOverlay.objects.filter(community=community, guide_key=guide_key)
    return overlays.first() or GuideOverlay(community=community, guide_key=guide_key)


def _see_city_text(overlay: GuideOverlay) -> None:
    overlay.city_version_seen = city_version(overlay.guide_key) or timezone.now()


def _logged(overlay: GuideOverlay) -> dict[str, str]:
    return {"guide": str(overlay.guide_key), "community": overlay.community.code}
