from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.operations.health import readiness
from portal.operations.metrics import CONTENT_TYPE, metrics


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives; asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 while residents are served, 503 when they are not; the JSON says what an operator has to look at."""
    state = readiness()
    return JsonResponse(state, status=503 if state["status"] == "down" else 200)


@never_cache
@require_safe
def metrics_view(request: HttpRequest) -> HttpResponse:
    """For monitoring alone: closed without PORTAL_METRICS_TOKEN, and to whoever does not send it."""
    token, sent = settings.PORTAL_METRICS_TOKEN, request.headers.get("Authorization", "")
    if not token or not constant_time_compare(sent, f"Bearer {token}"):
        answer = HttpResponse("Needs PORTAL_METRICS_TOKEN as a bearer token.\n", status=401, content_type="text/plain")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    return HttpResponse(metrics(), content_type=CONTENT_TYPE)
