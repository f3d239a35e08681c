"""What the people of a community may refer to: in forms, and in wagtail-localize's editor."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment
from wagtail_localize.views.edit_translation import (
    FieldHasNoEditPanelError,
    TabHelper,
    get_segment_location_info,
)

from portal.communities.access.checks import translation
from portal.communities.access.fields import rows_within_reach
from portal.communities.access.references import check_references
from portal.communities.choices import Role
from portal.communities.rules import Anyone, is_city_administrator
from portal.home.queries import linkable_pages

CHOOSERS = {"page_chooser": Page, "image_chooser": get_image_model(), "document_chooser": get_document_model()}


def choosable_rows(model: type[Model], user: Anyone) -> QuerySet[Any] | None:
    """As the choosers offer them; None for rows that belong to nobody."""
    return linkable_pages(user) if issubclass(model, Page) else rows_within_reach(model, user, Role.CONTRIBUTOR)


def refuse_strangers(form: WagtailAdminPageForm) -> None:
    """A page's form takes any number and shows the title behind it."""
    user = form.for_user
    if not is_city_administrator(user):
        check_references(form, lambda model: choosable_rows(model, user))


def own_override(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    """For the gate: a translation may have a picture, document or page of its own, which its preview shows."""
    if not translation(request, kwargs):
        return False
    if request.method != "PUT":
        return True
    try:
        model = _chosen_model(get_object_or_404(OverridableSegment, pk=kwargs["overridable_segment_id"]))
    except FieldHasNoEditPanelError:  # the editor does not show it either
        return False
    allowed = choosable_rows(model, request.user) if model else None
    if allowed is None:
        return True
    _body = request.body  # read as a whole, for the view reads it again
    value = str(Request(request, parsers=[FormParser(), MultiPartParser()]).data.get("value", ""))
    return value.isdecimal() and allowed.filter(pk=value).exists()


def _chosen_model(segment: OverridableSegment) -> type[Model] | None:
    """What is chosen there; None for a link or a text."""
    page, path = segment.source.get_source_instance(), segment.context.path
    where = get_segment_location_info(page, TabHelper(page), path, segment.context.get_field_path(page), widget=True)
    return CHOOSERS.get(where["widget"]["type"])
