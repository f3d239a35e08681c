"""All that a plugin keeps, to be put aside before its package goes. Whether it is on anywhere does not matter."""

from collections.abc import Iterator

from django.db.models import Model
from wagtail.models import Page

from portal.participation.models import Entry, Places
from portal.plugins.declaration import Plugin
from portal.plugins.registry import models_of


def rows_of(plugin: Plugin) -> Iterator[Model]:
    """Every row of its models; what Wagtail or participation keep of each first. A query or two a model."""
    for model in models_of(plugin):
        rows = model._base_manager.order_by("pk")
        if issubclass(model, Page):
            yield from Page.objects.filter(pk__in=rows.values("pk")).order_by("path").iterator()
        for parent in (Entry, Places):
            if issubclass(model, parent):
                yield from parent._base_manager.filter(pk__in=rows.values("pk")).order_by("pk").iterator()
        yield from rows.iterator()
