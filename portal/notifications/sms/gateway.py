"""A provider's HTTP gateway that takes JSON, as cities run in front of one or several providers.

    POST SMS_GATEWAY_URL
    Authorization: Bearer SMS_GATEWAY_TOKEN
    Idempotency-Key: 6f1c...
    {"phone": "13800138000", "template": "SMS_1234", "variables": {"team": "..."}}

2xx: taken (again for a known key). 429 and 5xx, and no answer: tried again. Other 4xx: refused for good.

Where SMS_RECEIPTS_TOKEN is set, the gateway says later what became of it, and only then somebody counts as told:

    POST PORTAL_BASE_URL/integrations/sms-receipts/
    Authorization: Bearer SMS_RECEIPTS_TOKEN
    {"reference": "6f1c...", "arrived": true}        or        {..., "arrived": false, "reason": "switched off"}

204: noted (also when it was known). 400: not understood. 403: a wrong token.
"""

import json
from http import HTTPStatus
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from django.conf import settings

from portal.notifications.phones import is_mobile, normal_phone
from portal.notifications.sms import Never, NotNow, Text, template_for

TIMEOUT_SECONDS = 10


class Gateway:
    @property
    def confirms(self) -> bool:
        return bool(settings.SMS_RECEIPTS_TOKEN)

    def takes(self, *, phone: str, kind: str, language: str) -> bool:
        return is_mobile(phone) and bool(template_for(kind, language))

    def send(self, text: Text) -> None:
        body = {
            "phone": normal_phone(text.phone),
            "template": template_for(text.kind, text.language),
            "variables": dict(text.variables),
        }
        request = Request(  # noqa: S310 - the address is the operator's, and http(s) is checked at start
            settings.SMS_GATEWAY_URL,
            json.dumps(body).encode(),
            {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
                "Idempotency-Key": text.reference,
            },
        )
        try:
            with urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310 - as above
                return
        except HTTPError as error:
            known = HTTPStatus(error.code) if error.code in HTTPStatus._value2member_map_ else error.code
            if error.code == HTTPStatus.TOO_MANY_REQUESTS or error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise NotNow(f"the gateway answered {known}") from error
            raise Never(f"the gateway answered {known}") from error
        except (URLError, OSError) as error:
            raise NotNow(f"no answer from the gateway ({type(error).__name__})") from error
