"""Telling families, once for each thing there is to tell."""

from django.utils.translation import override

from portal.plugins.api import day_text, take_back, tell
from portal.plugins.bundled.class_signups.models import ClassSignUp

#: What need not be said any more once this is: nobody is rung twice.
REPLACES = {
    "classes.waiting": ("classes.in_draw",),
    "classes.offer": ("classes.waiting", "classes.waiting_residents"),
    "classes.signed_up": ("classes.in_draw", "classes.waiting", "classes.waiting_residents"),
}


def tell_family(sign_up: ClassSignUp, kind: str, *, key: str = "", **more: str) -> None:
    """Once for a kind, or for a `key`, in the family's language. Names no child."""
    for earlier in REPLACES.get(kind, ()):
        take_back(about=sign_up.about, kind=earlier)
    course = sign_up.course
    with override(sign_up.language):
        when = day_text(course.first_day)
    variables = {"class": course.names.in_language(sign_up.language), "when": when, **more}
    tell(
        kind,
        to=sign_up.recipient,
        community=sign_up.community,
        about=sign_up.about,
        key=f"{kind}:{key or sign_up.pk}",
        variables=variables,
    )
