"""How often the public API, and what browsers say of pages, may be asked from one network."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from ninja.throttling import BaseThrottle

from portal.operations.request_facts import network_of
from portal.participation.throttle import Throttle

#: A minute; a whole estate may share one address, and suggestions come with every letter.
A_MINUTE = 600


class PerNetwork(BaseThrottle):
    """429 for those that ask more often."""

    throttle = Throttle("api", A_MINUTE, seconds=60)

    def allow_request(self, request: HttpRequest) -> bool:
        return not self.throttle.is_too_many(request)


def counted_by_network(view: Callable[..., HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """For what browsers send by themselves: the view gets the network as `visitor`; those that send more are answered
    as ever, and not listened to."""
    throttle = Throttle("seen", A_MINUTE, seconds=60)

    @wraps(view)
    def listen(request: HttpRequest) -> HttpResponse:
        if throttle.is_too_many(request):
            return HttpResponse(status=204)
        return view(request, visitor=network_of(request))

    return listen
