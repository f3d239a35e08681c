"""A message of staff to all families of a class or a session."""

import uuid

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from portal.plugins.api import tell
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassSession, ClassSignUp


@transaction.atomic
def tell_all(
    course: ClassCourse, text: str, *, by: User, session: ClassSession | None = None, once: uuid.UUID | None = None
) -> int:
    """How many families: each once for a `once`, however often staff press. Logged with its words."""
    rows = ClassSignUp.objects.filter(course=course, withdrawn_at=None, children__has_place=True).distinct()
    if session is not None:
        rows = rows.filter(sessions=session)
    key = once or uuid.uuid4()
    told = 0
    for sign_up in rows.select_related("community", "course"):
        variables = {"class": course.names.in_language(sign_up.language), "text": text}
        tell(
            "classes.news",
            to=sign_up.recipient,
            community=sign_up.community,
            about=sign_up.about,
            key=f"classes.news:{key}:{sign_up.pk}",
            variables=variables,
        )
        told += 1
    log(instance=course, action="class_signups.tell_all", user=by, data={"text": text, "families": told})
    return told
