"""What messages say of a person is given out and erased, there and nowhere else."""

import pytest

from portal.communities.models import Community
from portal.notifications.actions import Recipient, record_call, tell
from portal.notifications.choices import CallOutcome, DeliveryStatus
from portal.notifications.models import CallAttempt, Delivery, Message, OutboxText
from portal.notifications.persons import MessageData
from portal.notifications.worker import deliver_due
from tests.factories.communities import CommunityFactory
from tests.factories.people import staff

pytestmark = pytest.mark.django_db
MINE, OTHERS = "13800138000", "13900139000"
EVERYWHERE = Community.objects.all()


@pytest.fixture
def here() -> Community:
    return CommunityFactory()


def told(community: Community, phone: str, key: str, kind: str = "test.alarm") -> Message:
    return tell(kind, to=Recipient("王阿姨", phone=phone), community=community, about=key, key=key)


def test_messages_to_a_person_are_given_out(here: Community) -> None:
    told(here, f"+86 {MINE}", "a"), told(here, OTHERS, "b"), told(CommunityFactory(), MINE, "c")
    (record,) = MessageData().export(communities=EVERYWHERE.filter(pk=here.pk), phone=MINE)
    assert (record["phone"], record["text"], record["told_at"]) == (MINE, "Come at once", "")
    assert len(list(MessageData().export(communities=EVERYWHERE, phone=MINE))) == 2


def test_foreign_numbers_are_found_with_and_without_plus(here: Community) -> None:
    told(here, "+44 20 7946 0000", "a")
    assert len(list(MessageData().export(communities=EVERYWHERE, phone="442079460000"))) == 1


def test_erased_person_is_told_nothing_and_named_nowhere(here: Community) -> None:
    sent = told(here, MINE, "a")
    deliver_due()
    waiting, others = told(here, MINE, "b"), told(here, OTHERS, "c")
    waiting.deliveries.update(channel="call")
    record_call(waiting.deliveries.get(), CallOutcome.NOT_REACHED, by=staff(here), note="son of Mrs Wang answered")
    assert MessageData().erase(communities=EVERYWHERE, phone=MINE) == 2
    for message in (sent, waiting):
        message.refresh_from_db()
        assert (message.name, message.phone, message.text, message.variables) == ("", "", "", {})
        assert message.erased_at
    assert sent.told_at
    assert (OutboxText.objects.count(), CallAttempt.objects.get().note) == (0, "")
    assert list(Delivery.objects.filter(status=DeliveryStatus.WAITING)) == [others.deliveries.get()]
    assert MessageData().erase(communities=EVERYWHERE, phone=MINE) == 0


def test_empty_number_is_nobodys(here: Community) -> None:
    told(here, "", "a")
    assert list(MessageData().export(communities=EVERYWHERE, phone="")) == []
