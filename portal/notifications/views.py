"""Where a gateway says what became of a text."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.notifications.actions import record_receipt


@csrf_exempt
@require_POST
def sms_receipt(request: HttpRequest) -> HttpResponse:
    """As told at the top of `portal.notifications.sms.gateway`."""
    expected = f"Bearer {settings.SMS_RECEIPTS_TOKEN}"
    is_known = constant_time_compare(request.headers.get("Authorization", ""), expected)
    if not (settings.SMS_RECEIPTS_TOKEN and is_known):
        return HttpResponseForbidden()
    try:
        said = json.loads(request.body)
        reference, has_arrived = str(said["reference"]), bool(said["arrived"])
    except (ValueError, KeyError, TypeError):
        return HttpResponseBadRequest()
    record_receipt(reference, has_arrived=has_arrived, reason=str(said.get("reason", "")))
    return HttpResponse(status=204)
