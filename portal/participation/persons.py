"""What the portal's own apps took in from a person: given out and erased on request. Plugins' are shown with theirs."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.communities.persons import Holder
from portal.communities.querysets import CommunityQuerySet
from portal.participation.erasing import entries_of, erase_entries, export_entries, kinds_of
from portal.participation.models import PhoneSignIn
from portal.participation.querysets import EntryQuerySet
from portal.phones import plain_phone

#: Apps whose entries are somebody else's to show: the plugin host names its plugins'.
_elsewhere: set[str] = set()


def show_elsewhere(app_label: str) -> None:
    _elsewhere.add(app_label)


class EntryData:
    def export(self, *, communities: CommunityQuerySet, phone: str) -> Iterable[dict[str, Any]]:
        return export_entries(self._held(communities, phone))

    def erase(self, *, communities: CommunityQuerySet, phone: str) -> int:
        PhoneSignIn.objects.filter(phone=plain_phone(phone)).delete()
        return erase_entries(self._held(communities, phone), frees_places=True)

    def _held(self, communities: CommunityQuerySet, phone: str) -> EntryQuerySet:
        shown_elsewhere = [name for label in _elsewhere for name in kinds_of(label)]
        return entries_of(phone=phone, communities=communities).exclude(kind__in=shown_elsewhere)


HOLDER = Holder(
    "participation",
    _("Handed in"),
    _("What people hand in: name, phone and what they wrote; each kind is erased some time after it is over."),
    EntryData(),
)
