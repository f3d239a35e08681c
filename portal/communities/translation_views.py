"""Admin: the way from wagtail-localize's editor to approval."""

from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail_localize.models import Translation

from portal.communities.handing_in import hand_in_translation


@require_POST
def hand_in(request: HttpRequest, translation_id: int) -> HttpResponse:
    translation = get_object_or_404(
        Translation.objects.select_related("source", "target_locale"), pk=translation_id, enabled=True
    )
    page = translation.get_target_instance()
    if hand_in_translation(translation=translation, by=cast(User, request.user)):
        messages.success(request, _("Handed in for approval: %(title)s") % {"title": page.get_admin_display_title()})
    else:
        messages.error(request, _("Some texts cannot be used; they are marked below."))
    return redirect("wagtailadmin_pages:edit", page.pk)
