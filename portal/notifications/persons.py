"""What messages say of a person: given out and erased on request."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.communities.persons import Holder
from portal.communities.querysets import CommunityQuerySet
from portal.notifications.choices import DeliveryStatus
from portal.notifications.jobs import erase
from portal.notifications.models import CallAttempt, Delivery, Message, OutboxText
from portal.phones import plain_phone


class MessageData:
    def export(self, *, communities: CommunityQuerySet, phone: str) -> Iterable[dict[str, Any]]:
        for message in messages_to(communities, phone):
            yield {
                "what": message.subject,
                "text": message.text,
                "name": message.name,
                "phone": message.phone,
                "mail": message.email,
                "written_at": message.created_at.isoformat(timespec="minutes"),
                "told_at": message.told_at.isoformat(timespec="minutes") if message.told_at else "",
            }

    def erase(self, *, communities: CommunityQuerySet, phone: str) -> int:
        """Also what still waits: nobody rings or writes to them about it any more."""
        keys = list(messages_to(communities, phone).values_list("pk", flat=True))
        Delivery.objects.filter(message__in=keys, status=DeliveryStatus.WAITING).update(status=DeliveryStatus.CANCELLED)
        CallAttempt.objects.filter(delivery__message__in=keys).update(note="")
        OutboxText.objects.filter(of(phone), community__in=communities.order_by().values("pk")).delete()
        return erase(Message.objects.filter(pk__in=keys))


def messages_to(communities: CommunityQuerySet, phone: str) -> QuerySet[Message]:
    rows = Message.objects.filter(of(phone), erased_at=None, community__in=communities.order_by().values("pk"))
    return rows.order_by("created_at")


def of(phone: str) -> Q:
    """As `normal_phone` keeps numbers: those of other countries with their plus."""
    plain = plain_phone(phone)
    return Q(phone__in=[plain, f"+{plain}"]) & ~Q(phone="")


HOLDER = Holder(
    "notifications",
    _("Messages"),
    _("Name, phone and words of what somebody is told by text message, mail or phone call; erased a month after."),
    MessageData(),
)
