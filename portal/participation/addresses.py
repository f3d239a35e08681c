"""Addresses of residents' own pages."""

from django.conf import settings
from django.urls import reverse

from portal.participation.models import Entry


def private_path(entry: Entry) -> str:
    """Of the entry's private page: by its token right after handing in, else for whoever signed in by phone."""
    if entry.token:
        return reverse("my:link", args=[entry.token])
    return reverse("my:entry", args=[entry.pk])


def private_link(token: str) -> str:
    """The whole address, to be shown or written on paper. Never put it into a message: those are stored."""
    return f"{settings.PORTAL_BASE_URL}{reverse('my:link', args=[token])}"
