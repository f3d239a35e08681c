"""What a screen of the admin reads for itself, without the menus around it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest


def read(view: type, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
    """The context of the view's page, with what its template would still read."""
    page = view()
    page.setup(request, **kwargs)
    context = page.get_context_data()
    for value in context.values():
        if isinstance(value, QuerySet):
            list(value)
    return context
