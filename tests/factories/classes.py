"""Classes of a community, published as editors publish them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.utils import timezone

from portal.communities.models import Community
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassDateChange, ClassIndexPage, ClassPage
from portal.plugins.testing.kept import kept

TITLES = {"zh-hans": "儿童画", "en": "Painting"}


@kept
def make_class(
    community: Community,
    *,
    titles: dict[str, str] | None = None,
    slug: str = "painting",
    changes: tuple[dict[str, Any], ...] = (),
    **values: Any,
) -> ClassCourse:
    """Live in the languages of the titles: on Tuesdays and Thursdays from next week on, ten times, ten places.

    A value that is a mapping has another one for each language.
    """
    first = timezone.localdate() + dt.timedelta(days=7)
    values = {
        "summary": "。",
        "starts_on": first - dt.timedelta(days=first.weekday() - 1),
        "start_time": dt.time(16, 30),
        "end_time": dt.time(18),
        "repeats": "weekly",
        "weekdays": [1, 3],
        "times": 10,
        "capacity": 10,
    } | values
    key = uuid4()
    for index in ClassIndexPage.objects.in_community(community).select_related("locale").order_by("path"):
        language = index.locale.language_code
        if language not in (titles or TITLES):
            continue
        own = {name: value[language] if isinstance(value, Mapping) else value for name, value in values.items()}
        page = ClassPage(slug=slug, locale=index.locale, translation_key=key, live=False, **own)
        page.title = (titles or TITLES)[language]
        page.changes = [ClassDateChange(sort_order=place, **change) for place, change in enumerate(changes)]
        index.add_child(instance=page)
        page.save_revision().publish()
    return ClassCourse.objects.get(key=key)
