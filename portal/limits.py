"""How often the public API may be asked from one network."""

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from portal.participation.throttle import Throttle

#: A minute; a whole estate may share one address, and suggestions come with every letter.
A_MINUTE = 600


class PerNetwork(BaseThrottle):
    """429 for those that ask more often."""

    throttle = Throttle("api", A_MINUTE, seconds=60)

    def allow_request(self, request: HttpRequest) -> bool:
        return not self.throttle.is_too_many(request)
