"""Shows texts on a screen of the admin instead of sending them: for the demo and for trying things out."""

from portal.notifications.models import OutboxText
from portal.notifications.sms import Text


class Outbox:
    confirms = False

    def takes(self, *, phone: str, kind: str, language: str) -> bool:
        return bool(phone)

    def send(self, text: Text) -> None:
        values = {"community_id": text.community_id, "phone": text.phone, "text": text.text}
        OutboxText.objects.get_or_create(reference=text.reference, defaults=values)
