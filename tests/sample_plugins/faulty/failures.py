"""Ways to fail. Each takes a card, and raises or returns what the hook then answers."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError
from django.db.models.expressions import RawSQL
from django.utils import timezone, translation

from portal.plugins.api import Card


def none(card: Card) -> Iterable[Any]:
    return [card]


def integrity(card: Card) -> Iterable[Any]:
    taken = ContentType.objects.order_by("pk")[0]
    ContentType(app_label=taken.app_label, model=taken.model).save(force_insert=True)
    return [card]


def swallowed_integrity(card: Card) -> Iterable[Any]:
    try:
        return integrity(card)
    except IntegrityError:
        return [replace(card, context={"rows": ContentType.objects.all()[:1]})]


def lazy_answer(card: Card) -> Iterable[Any]:
    return failing_rows()


def lazy_context(card: Card) -> Iterable[Any]:
    return [replace(card, context={"rows": failing_rows()})]


def failing_rows() -> Iterable[Any]:
    """PostgreSQL and SQLite both refuse it, when it is asked and not before."""
    return ContentType.objects.annotate(wrong=RawSQL("no_such_column", ()))


def template(card: Card) -> Iterable[Any]:
    return [replace(card, template="faulty/_no_such_address.html")]


def missing_template(card: Card) -> Iterable[Any]:
    return [replace(card, template="faulty/_not_there.html")]


def recursion(card: Card) -> Iterable[Any]:
    return recursion(card)


def leave(card: Card) -> Iterable[Any]:
    sys.exit("I leave")


def half(card: Card) -> Iterable[Any]:
    yield card
    raise RuntimeError("after the first card")


def text(card: Card) -> Iterable[Any]:
    return "cards"


def order(card: Card) -> Iterable[Any]:
    return [replace(card, order="first")]


def lazy_title(card: Card) -> Iterable[Any]:
    return [replace(card, title=translation.gettext_lazy("%d cards") % {})]


def nothing_at_all(card: Card) -> Iterable[Any]:
    raise StopIteration


def language(card: Card) -> Iterable[Any]:
    """Not a failure, but rude."""
    translation.activate("en" if translation.get_language() != "en" else "zh-hans")
    timezone.activate("Pacific/Auckland")
    return []
