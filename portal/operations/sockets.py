"""Network calls that set no limit of their own end, in every process in which plugins may make some."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


def bound_sockets() -> None:
    """From now on, for the rest of this process."""
    socket.setdefaulttimeout(settings.PLUGIN_SOCKET_TIMEOUT)


@contextmanager
def bounded_sockets() -> Iterator[None]:
    before = socket.getdefaulttimeout()
    bound_sockets()
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
