"""A client whose requests see no transaction around them, as in a server: what processes keep is kept here too.

The test's own transaction stays open below; so pages may be read with it, and nothing written.
"""

from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client


class ServedClient(Client):
    def request(self, **values: Any) -> HttpResponse:
        connection.in_atomic_block = False
        try:
            return super().request(**values)
        finally:
            connection.in_atomic_block = True
