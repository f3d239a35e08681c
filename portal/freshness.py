"""How long what a page says of now stays true. Whoever caches whole pages asks `fresh_until(request)`."""

import datetime as dt

from django.http import HttpRequest

ATTRIBUTE = "content_fresh_until"


def bound_freshness(request: HttpRequest, until: dt.datetime | None) -> None:
    """The page says something that holds until then (None: for ever); the earliest such moment counts."""
    known = fresh_until(request)
    if until is not None and (known is None or until < known):
        setattr(request, ATTRIBUTE, until)


def fresh_until(request: HttpRequest) -> dt.datetime | None:
    return getattr(request, ATTRIBUTE, None)
