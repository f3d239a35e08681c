"""The public API at /api/v1/. Each room brings a router; portal/urls.py puts them together."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

# No pages of documentation: theirs load scripts from elsewhere. The schema is at /api/v1/openapi.json.
api = NinjaAPI(title="Linli", version="1.0", docs_url=None, urls_namespace="api")


@api.exception_handler(ValidationError)
def invalid_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422 with one line for each bad parameter; pydantic's own words, none of the values sent."""
    errors = [{"field": _field(each["loc"]), "message": str(each["msg"])} for each in error.errors]
    answer: dict[str, Any] = {"detail": "Some parameters are not valid.", "errors": errors}
    return api.create_response(request, answer, status=422)


def _field(location: Sequence[str | int]) -> str:
    """The parameter's name; behind it may stand which of several values it is."""
    return next((part for part in reversed(location) if isinstance(part, str)), "")
