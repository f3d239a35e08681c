"""A day on the phone of staff: who has come, who is collected by whom, who is missing. Every tap is a POST, then the
same list again with each child where it was: a finger that comes down twice meets no other child's button."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_http_methods, require_safe

from portal.plugins.api import Crumb, community_of, private_page
from portal.plugins.bundled.class_signups.attendance import (
    check_in,
    check_out,
    note_absence,
    record_call,
    undo_absence,
    undo_check_in,
    undo_check_out,
)
from portal.plugins.bundled.class_signups.care_forms import CallForm, SomebodyElseForm
from portal.plugins.bundled.class_signups.choices import CallResult, LeftWith
from portal.plugins.bundled.class_signups.day_lists import (
    DayLine,
    counts_of,
    day_of,
    missing_now,
    session_to_show,
)
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassSession
from portal.plugins.bundled.class_signups.staff_views import course_of, crumbs_of, meta_of, staff_crumb, url_of
from portal.plugins.bundled.class_signups.wording import session_text

TAPS = {
    "in": check_in,
    "undo_in": undo_check_in,
    "undo_out": undo_check_out,
    "absent": note_absence,
    "comes": undo_absence,
}


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Today's, or `?session=`."""
    course = course_of(request, pk)
    sessions = list(course.sessions.select_related("course"))
    wanted = request.GET.get("session", "")
    chosen = next((each for each in sessions if str(each.pk) == wanted), None)
    if wanted and chosen is None:
        raise Http404
    session = chosen or session_to_show(sessions)
    lines = day_of(session) if session else []
    if request.method == "POST":
        return _tap(request, session, lines)
    context = {
        "meta": meta_of(request, _("Attendance: %(class)s") % {"class": course}, *crumbs_of(request, course)),
        "course": course,
        "session": session,
        "when": session_text(session) if session else "",
        "as_of": timezone.now(),
        "counts": counts_of(lines),
        "lines": [(line, child_url(request, line)) for line in lines],
        "is_today": session is not None and timezone.localdate(session.starts) == timezone.localdate(),
        "sessions": [(f"?session={each.pk}", session_text(each)) for each in sessions],
        "register_url": url_of(request, "register", pk=pk) + (f"?session={session.pk}" if session else ""),
    }
    return render(request, "class_signups/staff/day.html", context)


def child_url(request: HttpRequest, line: DayLine) -> str:
    course = line.session.course_id
    return url_of(request, "child_day", pk=course, session=line.session.pk, child=line.child.pk)


def family_urls(request: HttpRequest, line: DayLine) -> dict[str, str]:
    """Of what its family handed in; and where staff answer for it, while a place is offered to it."""
    urls = {"entry": reverse("entries:edit", args=[line.child.sign_up_id])}
    if line.is_offered:
        urls["answer"] = url_of(request, "answer", pk=line.session.course_id, sign_up=line.child.sign_up_id)
    return urls


def day_url(request: HttpRequest, session: ClassSession, child_pk: int) -> str:
    return f"{url_of(request, 'day', pk=session.course_id)}?session={session.pk}#child-{child_pk}"


def _tap(request: HttpRequest, session: ClassSession | None, lines: list[DayLine]) -> HttpResponse:
    action, _colon, child = request.POST.get("action", "")[:40].partition(":")
    line = next((each for each in lines if str(each.child.pk) == child), None)
    if session is None or line is None or action not in TAPS:
        messages.warning(request, _("That did nothing: the list has changed meanwhile. Please look again."))
        return redirect(request.get_full_path())
    try:
        TAPS[action](line.child, session, by=request.user)  # type: ignore[arg-type]  # the gate lets staff in
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect(day_url(request, session, line.child.pk))


@private_page
@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """Of all care groups of the community: whose guardian is to be rung up."""
    community = community_of(request)
    courses = ClassCourse.objects.filter(community=community)
    lines = [
        (line, child_url(request, line), session_text(line.session), family_urls(request, line))
        for line in missing_now(courses)
    ]
    context = {
        "meta": meta_of(request, _("Not here yet: please call"), staff_crumb(request)),
        "lines": lines,
        "as_of": timezone.now(),
    }
    return render(request, "class_signups/staff/missing.html", context)


@method_decorator(private_page, name="dispatch")
class ChildDayView(View):
    """A child on a day: who may collect it, the guardian's phone, calls, and taking back what was tapped wrongly."""

    http_method_names = ["get", "head", "post"]

    @cached_property
    def session(self) -> ClassSession:
        course = course_of(self.request, self.kwargs["pk"])
        return get_object_or_404(course.sessions.select_related("course"), pk=self.kwargs["session"])

    @cached_property
    def line(self) -> DayLine:
        """404 for a child that is not expected, and did not come."""
        found = next((line for line in day_of(self.session) if line.child.pk == self.kwargs["child"]), None)
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        return self.show(SomebodyElseForm(), CallForm())

    def show(self, other: SomebodyElseForm, call: CallForm, *, refusal: str = "") -> HttpResponse:
        line = self.line
        course = line.session.course
        back = day_url(self.request, line.session, line.child.pk)
        crumbs = (*crumbs_of(self.request, course), Crumb(session_text(line.session), back))
        is_refused = bool(refusal or other.errors or call.errors)
        context = {
            "meta": meta_of(self.request, line.child.name, *crumbs),
            "line": line,
            "course": course,
            "when": session_text(line.session),
            "back": back,
            "urls": family_urls(self.request, line),
            "other": other,
            "call": call,
            "results": CallResult.choices,
            "refusal": refusal,
        }
        return render(self.request, "class_signups/staff/child_day.html", context, status=422 if is_refused else 200)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        action, _colon, name = request.POST.get("action", "")[:100].partition(":")
        other, call = SomebodyElseForm(), CallForm()
        try:
            if action == "other":
                other = SomebodyElseForm(request.POST)
                is_done = other.is_valid() and self.leave(LeftWith.OTHER, **other.cleaned_data)
            elif action == "call":
                call = CallForm(request.POST)
                is_done = call.is_valid() and self.call(call)
            else:
                is_done = self.tap(action, name)
        except ValidationError as error:
            return self.show(other, call, refusal=" ".join(error.messages))
        if is_done:
            return redirect(day_url(request, self.session, self.line.child.pk))
        return self.show(other, call, refusal="" if action in ("other", "call") else _("Please choose a button."))

    def tap(self, action: str, name: str) -> bool:
        if action in TAPS:
            TAPS[action](self.line.child, self.session, by=self.request.user)  # type: ignore[arg-type]  # the gate lets staff in
        elif action in (LeftWith.GUARDIAN, LeftWith.ALONE, LeftWith.LISTED):
            self.leave(LeftWith(action), name=name if action == LeftWith.LISTED else "")
        else:
            return False
        return True

    def leave(self, left_with: LeftWith, *, name: str = "", why: str = "") -> bool:
        check_out(self.line.child, self.session, by=self.request.user, left_with=left_with, name=name, why=why)  # type: ignore[arg-type]  # as above
        return True

    def call(self, form: CallForm) -> bool:
        record_call(self.line.child, self.session, by=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]  # as above
        return True
