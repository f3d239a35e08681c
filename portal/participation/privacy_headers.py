"""Pages about one person: kept by nobody, found by no search engine, their address passed on to no other site.

Not `no-referrer`: browsers then send forms without an origin, and they are refused.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

View = Callable[..., HttpResponseBase]


def private_page(view: View) -> View:
    """Decorates a view whose answer says something of one person, or whose form takes it."""

    @wraps(view)
    @sensitive_post_parameters()
    @sensitive_variables()
    def private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        # Not `no-referrer`: browsers then send forms with `Origin: null`, which Django's CSRF check refuses.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return private
