"""A plugin's settings form, made, checked and drawn where what it does wrong is contained."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.template.loader import render_to_string

from portal.communities.models import Community
from portal.plugins.declaration import Plugin
from portal.plugins.fuse import run_contained


@dataclass(frozen=True, slots=True)
class FilledIn:
    """The fields as HTML, what scripts and styles they want, and (where all is right) the values to keep."""

    html: str
    media: str
    values: Mapping[str, Any] | None


def filled_in(
    request: HttpRequest, plugin: Plugin, community: Community | None, kept: Mapping[str, Any]
) -> FilledIn | None:
    """The form with what was posted, else with what is kept; None where the plugin failed."""
    fill_in = partial(_fill_in, request, plugin, kept)
    return run_contained(fill_in, plugin=plugin.key, hook="settings_form", community=community).value


def _fill_in(request: HttpRequest, plugin: Plugin, kept: Mapping[str, Any]) -> FilledIn:
    form_class = plugin.get_settings_form()
    if form_class is None:
        raise LookupError(f"{plugin.key} has no settings form")
    form = form_class(request.POST if request.method == "POST" else None, initial=dict(kept))
    values = None
    if form.is_valid():
        # As they will come back from the database, to fail here if they would there.
        values = json.loads(json.dumps(form.cleaned_data, cls=DjangoJSONEncoder))
    html = render_to_string("plugins/admin/_settings_fields.html", {"form": form}, request)
    return FilledIn(html, str(form.media), values)
