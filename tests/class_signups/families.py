"""Families who sign up, as they type it into the form."""

from typing import Any

from django.test import Client

from portal.plugins.bundled.class_signups.models import ClassCourse

CONSENT = {"consent_0": "on", "consent_0_seen": "1", "consent_1_seen": "1"}


def typed(*children: tuple[str, str], **values: Any) -> dict[str, Any]:
    """What somebody typed: ("Mei", "2018-05-31") is a child."""
    sent = {"name": "王芳", "phone": "138 0013 8000", "children": str(max(len(children), 1))} | CONSENT
    for number, (name, born) in enumerate(children):
        sent |= {f"child_{number}_name": name, f"child_{number}_born": born}
    return sent | values


def form_of(client: Client, course: ClassCourse, language: str = "en") -> str:
    """The address of a fresh form."""
    return client.get(f"/{language}/{course.community.slug}/x/classes/{course.pk}/sign-up/").url


def sign_up(client: Client, course: ClassCourse, *children: tuple[str, str], **values: Any) -> Any:
    """All the way; the last answer."""
    address = form_of(client, course)
    return client.post(address, typed(*children, **values) | {"confirm": "1"})
