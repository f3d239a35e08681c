"""Errors are logged with the address that failed; somebody's private link is such an address."""

import logging

from django.http import HttpRequest

from portal.operations.request_facts import public_path


class PublicPaths(logging.Filter):
    """What Django says of a request says `public_path` of it; for the handlers in LOGGING."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            paths = {request.path, request.path_info, request.get_full_path()}
            record.args = tuple(public_path(request) if arg in paths else arg for arg in record.args)
        return True
