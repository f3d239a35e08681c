"""Staff answer an offer for a family that says so on the phone or at the counter."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.plugins.api import private_page
from portal.plugins.bundled.class_signups.changing import answer_offer
from portal.plugins.bundled.class_signups.models import ClassSignUp
from portal.plugins.bundled.class_signups.staff_views import course_of, crumbs_of, meta_of, url_of

ANSWERS = ("accept", "decline", "keep", "together")


@private_page
def answer(request: HttpRequest, pk: int, sign_up: int) -> HttpResponse:
    """The family's own buttons. Logged: who answered for whom."""
    course = course_of(request, pk)
    back = url_of(request, "sign_ups", pk=pk)
    rows = ClassSignUp.objects.kept().filter(course=course, withdrawn_at=None)
    entry = get_object_or_404(rows.select_related("course", "community"), pk=sign_up)
    made = entry.open_offer()
    if made is None:  # answered meanwhile, or pressed twice
        messages.success(request, entry.get_status())
        return redirect(back)
    action, _colon, number = request.POST.get("action", "").partition(":")
    is_of_this = action in ANSWERS and number == str(made.pk)
    if is_of_this and answer_offer(entry, action, made.pk, request.POST):
        log(instance=entry, action="class_signups.answer", user=request.user, data={"offer": made.pk, "answer": action})
        now = ClassSignUp.objects.select_related("course", "community").get(pk=entry.pk)
        messages.success(request, f"{entry.shown_reference}: {now.get_status()}")
        return redirect(back)
    title = _("Answer for %(name)s") % {"name": entry.name}
    meta = meta_of(request, title, *crumbs_of(request, course))
    context = {"meta": meta, "entry": entry, "made": made, "course": course}
    return render(request, "class_signups/staff/answer.html", context, status=409 if request.method == "POST" else 200)
