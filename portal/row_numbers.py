"""In front of the admin: an address with a number that no row can have leads nowhere."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

#: What a database keeps; SQLite is not even asked about more.
LARGEST = 2**63 - 1

View = Callable[..., HttpResponseBase]


def with_possible_numbers(view: View) -> View:
    """For `wagtail.utils.urlpatterns.decorate_urlpatterns`: 404, as for any other row that is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if any(isinstance(value, int) and value > LARGEST for value in kwargs.values()):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
