"""Asking households: a matter is opened, changed and closed by the room or plugin it belongs to."""

import datetime as dt
from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from portal.communities.models import Community, Stairwell
from portal.names import Names
from portal.participation.models import HouseholdMatter


@transaction.atomic
def set_household_matter(
    *,
    owner: str,
    key: str,
    community: Community,
    titles: Names,
    path: str,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    stairwells: Collection[Stairwell] | None = None,
    letter_text: Names | None = None,
    letter_digest: str = "",
    by: AbstractBaseUser | None = None,
) -> HouseholdMatter:
    """Ask households something, or change how: the same `owner` and `key` are the same matter.

    `path` is where they answer, below the community's home page. `stairwells` None or empty asks the whole community.
    Codes that were printed stay good. Raises ValidationError where it would close before it opens.
    """
    matter = HouseholdMatter.objects.select_for_update().filter(owner=owner, key=key).first()
    matter = matter or HouseholdMatter(owner=owner, key=key)
    matter.community, matter.titles, matter.path = community, titles, path
    matter.opens_at, matter.closes_at = opens_at, closes_at
    matter.letter_text, matter.letter_digest = letter_text or Names(), letter_digest
    matter.full_clean(exclude=["community"])
    is_new = matter.pk is None
    matter.save()
    matter.stairwells.set(stairwells or ())
    log(instance=matter, action="participation.open_matter" if is_new else "participation.change_matter", user=by)
    return matter


@transaction.atomic
def close_household_matter(matter: HouseholdMatter, *, by: AbstractBaseUser | None) -> HouseholdMatter:
    """No more answers from now on; a matter that is over already stays as it is."""
    matter = HouseholdMatter.objects.select_for_update().get(pk=matter.pk)
    now = timezone.now()
    if matter.closes_at > now:
        matter.closes_at = now
        matter.opens_at = min(matter.opens_at, now - dt.timedelta(seconds=1))
        matter.save(update_fields=["opens_at", "closes_at"])
        log(instance=matter, action="participation.close_matter", user=by)
    return matter
