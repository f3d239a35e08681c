"""Staff confirm that a family lives where it says."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.plugins.api import private_page
from portal.plugins.bundled.class_signups.models import ClassSignUp
from portal.plugins.bundled.class_signups.residence import confirm_residence
from portal.plugins.bundled.class_signups.staff_views import course_of, url_of


@private_page
@require_POST
def confirm(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    course = course_of(request, pk)
    row = get_object_or_404(ClassSignUp.objects.kept(), pk=entry, course=course)
    try:
        if confirm_residence(row, by=request.user):  # type: ignore[arg-type]  # the gate lets staff in
            messages.success(request, _("Confirmed: %(reference)s lives here.") % {"reference": row.shown_reference})
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect(url_of(request, "sign_ups", pk=pk))
