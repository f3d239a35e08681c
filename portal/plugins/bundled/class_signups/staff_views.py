"""Staff, on a phone or at the counter: who comes, the register, entering somebody, telling all, a file.

Plugin views with a role: nobody sees another community's. What is read is logged where it leaves the house.
"""

import uuid
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from portal.plugins.api import (
    Crumb,
    Entry,
    HandInView,
    PageMeta,
    Tab,
    community_of,
    csv_file,
    home_url,
    household_letters_url,
    plugin_url,
    private_page,
    workbook_file,
)
from portal.plugins.bundled.class_signups.choices import SignUpFor
from portal.plugins.bundled.class_signups.drawing import draw
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassProposal, ClassSignUp
from portal.plugins.bundled.class_signups.residence_matter import matter_of
from portal.plugins.bundled.class_signups.staff_forms import MessageForm, SeedForm, StaffSignUpForm
from portal.plugins.bundled.class_signups.staff_rows import (
    LABELS,
    Shown,
    courses_for_staff,
    register_of,
    rows_for_file,
    sign_ups_of,
    title_of,
)
from portal.plugins.bundled.class_signups.telling_all import tell_all
from portal.plugins.bundled.class_signups.views import SignUpView
from portal.plugins.bundled.class_signups.wording import session_text

KEY = "classes"
FILES = {
    "csv": ("text/csv; charset=utf-8", csv_file),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook_file),
}


def course_of(request: HttpRequest, pk: int) -> ClassCourse:
    return get_object_or_404(ClassCourse.objects.select_related("community"), pk=pk, community=community_of(request))


def url_of(request: HttpRequest, view: str, **arguments: Any) -> str:
    return plugin_url(KEY, view, community=community_of(request), request=request, **arguments)


def meta_of(request: HttpRequest, title: str, *crumbs: Crumb) -> PageMeta:
    community = community_of(request)
    home = Crumb(str(community), home_url(request, community))
    return PageMeta(title=title, language=get_language() or "", indexable=False, breadcrumbs=(home, *crumbs))


def staff_crumb(request: HttpRequest) -> Crumb:
    return Crumb(_("Classes, for staff"), url_of(request, "staff"))


def crumbs_of(request: HttpRequest, course: ClassCourse) -> tuple[Crumb, Crumb]:
    """Of what is below a class."""
    return staff_crumb(request), Crumb(str(course), url_of(request, "sign_ups", pk=course.pk))


@private_page
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """All classes with what is taken and who waits."""
    community = community_of(request)
    courses = list(courses_for_staff(community)) if community else []
    rows = [(course, url_of(request, "sign_ups", pk=course.pk)) for course in courses]
    proposed = ClassProposal.objects.filter(course__community=community, decision="").count()
    context = {
        "meta": meta_of(request, _("Classes, for staff")),
        "rows": rows,
        "proposed": proposed,
        "changes_url": url_of(request, "changes"),
    }
    return render(request, "class_signups/staff/courses.html", context)


@private_page
@require_safe
def sign_ups(request: HttpRequest, pk: int) -> HttpResponse:
    course = course_of(request, pk)
    try:
        shown = Shown(request.GET.get("shown", ""))
    except ValueError:
        raise Http404 from None
    here = request.path
    offered = [each for each in Shown if each != Shown.UNCONFIRMED or course.residents_until or shown == each]
    tabs = [Tab(str(LABELS[each]), f"{here}?shown={each.value}" if each else here, each == shown) for each in offered]
    rows = [(each, *urls_of(request, each)) for each in sign_ups_of(course, shown)]
    urls = {view: url_of(request, view, pk=pk) for view in ("day", "register", "counter", "message", "file")}
    if course.sign_up_for == SignUpFor.NOTHING:
        del urls["counter"]  # people just come
    if course.residents_until and (matter := matter_of(course.community)):
        urls["letters"] = household_letters_url(matter)
    if course.draw_list and not course.drawn_at:
        urls["draw"] = url_of(request, "draw_seed", pk=pk)
    context = {"meta": meta_of(request, title_of(course), staff_crumb(request)), "course": course, "urls": urls}
    return render(request, "class_signups/staff/sign_ups.html", {**context, "tabs": tabs, "rows": rows})


def urls_of(request: HttpRequest, sign_up: ClassSignUp) -> tuple[str, str, str]:
    """Where to look at it, move it, and confirm where it lives; empty where that cannot be."""
    edit = reverse("entries:edit", args=[sign_up.pk])
    if sign_up.withdrawn_at:
        return edit, "", ""
    where = {"pk": sign_up.course_id, "entry": sign_up.pk}
    is_open = sign_up.building is not None and not sign_up.is_resident
    confirm = url_of(request, "confirm_residence", **where) if is_open else ""
    return edit, url_of(request, "move", **where), confirm


@private_page
@require_safe
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the whole course, or `?session=`: for paper and for the phone. Health needs stand here only."""
    course = course_of(request, pk)
    sessions = list(course.sessions.all())
    wanted = request.GET.get("session", "")
    session = next((each for each in sessions if str(each.pk) == wanted), None)
    if wanted and session is None:
        raise Http404
    context = {
        "meta": meta_of(request, _("Register: %(class)s") % {"class": course}, *crumbs_of(request, course)),
        "course": course,
        "when": session_text(session) if session else "",
        "lines": register_of(course, session),
        "sessions": [(f"?session={each.pk}", session_text(each)) for each in sessions],
    }
    return render(request, "class_signups/staff/register.html", context)


@private_page
def message(request: HttpRequest, pk: int) -> HttpResponse:
    course = course_of(request, pk)
    form = MessageForm(request.POST or None, course=course)
    if request.method == "POST" and form.is_valid():
        session = form.sessions.get(form.cleaned_data["session"])
        told = tell_all(
            course,
            form.cleaned_data["text"],
            session=session,
            once=form.cleaned_data["once"],
            by=request.user,  # type: ignore[arg-type]  # the gate lets staff in
        )
        text = _("%(count)d families are told: by text or mail, else the call list has them.") % {"count": told}
        messages.success(request, text)
        return redirect(url_of(request, "sign_ups", pk=pk))
    title = _("Tell all of %(class)s") % {"class": course}
    context = {"meta": meta_of(request, title, *crumbs_of(request, course)), "form": form}
    return render(request, "class_signups/staff/message.html", context, status=422 if form.errors else 200)


@private_page
def draw_seed(request: HttpRequest, pk: int) -> HttpResponse:
    """The seed is typed once, when it is known; then it is drawn."""
    course = course_of(request, pk)
    if not course.draw_list or (course.drawn_at and request.method != "POST"):
        raise Http404
    if course.drawn_at:  # pressed twice
        return redirect(url_of(request, "sign_ups", pk=pk))
    form = SeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draw(course, form.cleaned_data["seed"], by=request.user)  # type: ignore[arg-type]  # the gate lets staff in
        except ValidationError as error:  # somebody else's click was first
            form.add_error(None, error)
        else:
            messages.success(request, _("It is drawn; every family is told."))
            return redirect(url_of(request, "sign_ups", pk=pk))
    meta = meta_of(request, _("Draw: %(class)s") % {"class": course}, *crumbs_of(request, course))
    context = {"meta": meta, "form": form, "course": course}
    return render(request, "class_signups/staff/draw.html", context, status=422 if form.errors else 200)


@private_page
@require_POST
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Logged: names leave the house."""
    course = course_of(request, pk)
    kind = request.POST.get("kind", "csv")
    if kind not in FILES:
        raise Http404
    content_type, write = FILES[kind]
    log(instance=course, action="class_signups.export", user=request.user, data={"kind": kind})
    response = HttpResponse(write(rows_for_file(sign_ups_of(course))), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="class-{course.pk}.{kind}"'
    return response


@method_decorator(private_page, name="dispatch")
class CounterView(SignUpView):
    """The family's form, filled in by staff who say how it came in and why."""

    form_class = StaffSignUpForm
    template_name = "class_signups/staff/counter.html"
    has_review = False

    #: A code typed in the worker's browser says nothing of this family.
    household = None

    def get_title(self) -> str:
        return _("Enter somebody: %(class)s") % {"class": self.course}

    def get_breadcrumbs(self) -> tuple[Crumb, ...]:
        return (*HandInView.get_breadcrumbs(self), *crumbs_of(self.request, self.course))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Pressed twice it is one: the form brings its own key."""
        with suppress(ValueError):
            self.once = uuid.UUID(request.POST.get("once", ""))
        return super().post(request, *args, **kwargs)

    def get_next_url(self, entry: Entry) -> str:
        return url_of(self.request, "sign_ups", pk=self.course.pk)

    def form_valid(self, form: StaffSignUpForm) -> HttpResponse:  # type: ignore[override]  # its form is that of staff
        entry = form.hand_in_for(self.request.user)  # type: ignore[arg-type]  # the gate lets staff in
        if entry is None:
            return self.form_invalid(form)
        text = _("Signed up: %(name)s. Reference %(reference)s.")
        messages.success(self.request, text % {"name": entry.name, "reference": entry.shown_reference})
        return redirect(self.get_next_url(entry))
