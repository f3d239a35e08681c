"""How often something public may be done from one network. Counted in Django's cache, forgotten after the time.

Without Redis each process counts for itself, as with logins (docs/operators/settings.md).
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest

from portal.operations.request_facts import network_of

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Throttle:
    """At most `limit` times in `seconds`. A whole estate may share one address towards the outside: be generous."""

    name: str
    limit: int
    seconds: int = HOUR

    def is_too_many(self, request: HttpRequest) -> bool:
        """Counts this time, and says whether it is one too many."""
        return self.count(network_of(request)) > self.limit

    def count(self, what: str) -> int:
        """Counts this time for a network or something else; how many times it were. `what` stands in the cache, so let
        it be no person."""
        cache.add(self._key(what), 0, self.seconds)
        try:
            return cache.incr(self._key(what))
        except ValueError:  # it ran out between the two calls
            return 1

    def is_used_up(self, what: str) -> bool:
        """Without counting: for what counts only when it fails."""
        return cache.get(self._key(what), 0) >= self.limit

    def _key(self, what: str) -> str:
        return f"throttle:{self.name}:{what}"
