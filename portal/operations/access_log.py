"""One line for each request, without query strings, names or whole addresses."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from portal.operations.request_facts import network_of, public_path
from portal.operations.security_log import log_denied

logger = logging.getLogger("portal.access")
PROBES = {"/healthz", "/readyz", "/metrics"}  # asked every few seconds by machines


class AccessLogMiddleware:
    """Stands first: pages from the cache are requests too. Static files and probes are not worth a line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self.get_response(request)
        if request.path_info in PROBES or request.path_info.startswith(settings.STATIC_URL):
            return response
        milliseconds = round((time.perf_counter() - started) * 1000)
        line = (request.method, public_path(request), response.status_code, milliseconds, network_of(request))
        logger.info("%s %s %d %dms %s", *line)
        if is_denied(request, response):
            log_denied(request)
        return response


def is_denied(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether permission was refused; Wagtail's admin says so by a redirect home with an error message."""
    if response.status_code == 403:
        return True
    home = reverse("wagtailadmin_home")
    return (
        response.status_code == 302
        and response.get("Location") == home
        and request.path_info.startswith(home)
        and any(message.level == messages.ERROR for message in messages.get_messages(request))
    )
