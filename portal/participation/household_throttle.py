"""Guessing codes is slow: so many wrong ones an hour from a network, and so many in a whole community.

Slips do not count, the check character tells them apart. Where processes share no cache each counts for itself. With
54 bits, 3,000 letters and the community's whole allowance an hour a guess takes a thousand times longer than any
matter is open; the limits are there to be seen in the security log, and to keep the machine free.
"""

from django.http import HttpRequest

from portal.communities.models import Community
from portal.operations.request_facts import network_of
from portal.operations.security_log import log_security_event
from portal.participation.throttle import Throttle

# A whole estate may share one address towards the outside.
FROM_NETWORK = Throttle("household-codes", 30)
IN_COMMUNITY = Throttle("household-codes-in", 600)


def is_closed(request: HttpRequest, community: Community) -> bool:
    """Whether so many wrong codes came in lately that no code is looked at."""
    return FROM_NETWORK.is_used_up(network_of(request)) or IN_COMMUNITY.is_used_up(community.code)


def count_wrong_code(request: HttpRequest, community: Community) -> None:
    network = network_of(request)
    for throttle, what in ((FROM_NETWORK, network), (IN_COMMUNITY, community.code)):
        if throttle.count(what) == throttle.limit:
            log_security_event("household_codes_guessed", community=community.code, network=network)
