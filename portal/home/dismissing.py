"""Lines above pages that a reader has put away.

Pages are made and kept with all of them, the same for everybody. What this reader has put away, her browser says in a
cookie, set by the POST of the button and by nothing else; it is cut out on the way to her.
"""

import re
from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.display import is_same_origin, safe_next

COOKIE = "dismissed"
KEEP_SECONDS = 90 * 24 * 3600
#: The oldest go first: nobody has more of them above a page at a time.
KEEP_KEYS = 12
KEY = re.compile(r"[0-9a-f]{12}")
LINE = re.compile(rb"<!--alert ([0-9a-f]{12})-->.*?<!--/alert-->", re.DOTALL)


def dismiss_key(key: str) -> str:
    """What stands for a notice's key in the page and the cookie."""
    return sha256(key.encode()).hexdigest()[:12]


def dismissed_keys(request: HttpRequest) -> list[str]:
    return [key for key in request.COOKIES.get(COOKIE, "").split(".") if KEY.fullmatch(key)][-KEEP_KEYS:]


class DismissedAlertsMiddleware:
    """Stands outside of the page cache, and inside of what compares pages with what the browser has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        keys = {key.encode() for key in dismissed_keys(request)}
        if keys and isinstance(response, HttpResponse) and b"<!--alert " in response.content:
            response.content = LINE.sub(lambda line: b"" if line[1] in keys else line[0], response.content)
            if "Content-Length" in response.headers:
                response.headers["Content-Length"] = str(len(response.content))
        return response


# Anonymous pages hold no token. is_same_origin stands in; the worst a forger could do is put a line away.
@csrf_exempt
@require_POST
def dismiss_alert(request: HttpRequest) -> HttpResponse:
    """Remember `key` as put away, and go back to `next`; htmx takes the line out itself."""
    if not is_same_origin(request):
        return HttpResponseForbidden(_("This form can only be sent from this site."))
    if request.headers.get("HX-Request"):
        response = HttpResponse()
    else:
        response = HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))
        response.status_code = 303
    key = request.POST.get("key", "")
    if KEY.fullmatch(key):
        keys = [*(known for known in dismissed_keys(request) if known != key), key][-KEEP_KEYS:]
        secure = request.is_secure()
        response.set_cookie(COOKIE, ".".join(keys), max_age=KEEP_SECONDS, samesite="Lax", secure=secure, httponly=True)
    return response
