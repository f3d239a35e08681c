"""The public form: each step a POST, nothing held by looking."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.plugins.api import Crumb, HandInView, Household, PageMeta, community_of, home_url, plugin_url
from portal.plugins.bundled.class_signups.choices import ConfirmedBy, Phase, SeatsBy, SignUpFor
from portal.plugins.bundled.class_signups.draw_codes import drawn_order
from portal.plugins.bundled.class_signups.forms import MOST_CHILDREN, ClassSignUpForm
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassSignUp
from portal.plugins.bundled.class_signups.residence import NewResidence, must_wait
from portal.plugins.bundled.class_signups.residence_matter import code_url, visiting_household
from portal.plugins.bundled.class_signups.signing_up import hold_places
from portal.plugins.bundled.class_signups.storing import KEY, live_pages, main_page
from portal.plugins.bundled.class_signups.waiting import line_of
from portal.plugins.bundled.class_signups.wording import age_text, phase_text, places_text, residents_text, span_text


class SignUpView(HandInView):
    form_class: type[ClassSignUpForm] = ClassSignUpForm
    template_name = "class_signups/sign_up.html"
    has_review = True

    @cached_property
    def course(self) -> ClassCourse:
        courses = ClassCourse.objects.filter(is_public=True, community=community_of(self.request))
        return get_object_or_404(courses.exclude(sign_up_for="nothing"), pk=self.kwargs["pk"])

    def get_entry(self) -> ClassSignUp:
        entry = ClassSignUp(community=self.course.community, course=self.course)
        if self.household is not None:
            entry.building = self.household.stairwell.building
            entry.new_residence = NewResidence(ConfirmedBy.CODE, self.household)
        return entry

    @cached_property
    def household(self) -> Household | None:
        """Whose code was typed in this browser, where that makes a difference."""
        if not self.course.puts_residents_first:
            return None
        return visiting_household(self.request, self.course.community)

    def get_title(self) -> str:
        return _("Sign up: %(class)s") % {"class": self.course}

    def get_lead(self) -> str:
        return " · ".join(filter(None, [span_text(self.course), age_text(self.course), places_text(self.course)]))

    def get_breadcrumbs(self) -> tuple[Crumb, ...]:
        address = f"{home_url(self.request, self.course.community)}{self.course.path}"
        return (*super().get_breadcrumbs(), Crumb(str(self.course), address))

    def get_form_kwargs(self) -> dict[str, Any]:
        children = self.request.POST.get("children", "1")
        return super().get_form_kwargs() | {
            "course": self.course,
            "children": int(children) if children.isdecimal() and len(children) < 3 else 1,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "more" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.form_with_one_more()))
        return super().post(request, *args, **kwargs)

    def form_with_one_more(self) -> ClassSignUpForm:
        """All that was typed, not judged yet, and boxes for another child."""
        kwargs = self.get_form_kwargs()
        typed = {name: value for name, value in kwargs.pop("data").dict().items() if name != "children"}
        if "sessions" in self.request.POST:
            typed["sessions"] = self.request.POST.getlist("sessions")
        kwargs.pop("files", None)
        return self.form_class(**kwargs | {"initial": typed, "children": kwargs["children"] + 1})

    def form_valid(self, form: ClassSignUpForm) -> HttpResponse:  # type: ignore[override]  # the form is that of classes
        """The first POST that is whole holds the places, before the family looks at what it typed."""
        entry = form.instance
        is_first = self.once and not {"confirm", "change"} & self.request.POST.keys()
        if self.once and is_first and not must_wait(self.course, entry):
            self.held_until = hold_places(
                self.course, entry.new_sessions, once=self.once, count=len(entry.new_children), request=self.request
            )
        return super().form_valid(form)

    held_until: dt.datetime | None = None

    def is_short(self, form: ClassSignUpForm) -> bool:
        """Whether the family would wait, as things are."""
        left = self.course.left
        if must_wait(self.course, form.instance):
            return False
        if self.course.sign_up_for != SignUpFor.COURSE or left is None or not form.is_bound or self.course.is_undrawn:
            return False
        return left < len(form.instance.new_children)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        phase = self.course.phase()
        return context | {
            "closed": "" if phase in (Phase.OPEN, Phase.FULL) else phase_text(self.course),
            "is_full": phase == Phase.FULL,
            "waiting": line_of(self.course).count() if phase == Phase.FULL else 0,
            "is_short": self.is_short(context["form"]),
            "held_until": self.held_until,
            "household": self.household,
            "is_draw": self.course.is_undrawn,
            "residents_first": residents_text(self.course) if must_wait(self.course, context["form"].instance) else "",
            "code_url": code_url(self.request, self.course) if self.household is None else "",
            "can_add": context["form"].boxes < MOST_CHILDREN and self.course.is_for_children,
        }


@require_safe
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Public: the list, its digest, the seed, and how to recompute the order. No name stands here."""
    courses = ClassCourse.objects.filter(is_public=True, seats_by=SeatsBy.DRAW, community=community_of(request))
    course = get_object_or_404(courses.select_related("community"), pk=pk)
    pages = live_pages(course.key)
    page = pages.get(get_language() or "") or main_page(pages)
    codes = course.draw_list.split()
    home = Crumb(str(course.community), home_url(request, course.community))
    own = Crumb(str(course), f"{home_url(request, course.community)}{course.path}")
    title = _("The draw: %(class)s") % {"class": course}
    context = {
        "meta": PageMeta(title=title, language=get_language() or "", indexable=False, breadcrumbs=(home, own)),
        "course": course,
        "seed_source": page.seed_source if page else "",
        "codes": codes,
        "by_groups": course.puts_residents_first or any("-" in code for code in codes),
        "order": drawn_order(course.draw_seed, codes) if course.drawn_at else [],
        "list_url": plugin_url(KEY, "draw_list", community=course.community, request=request, pk=pk),
    }
    return render(request, "class_signups/draw.html", context)


@require_safe
def draw_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as plain text: what sha256sum reads."""
    courses = ClassCourse.objects.filter(is_public=True, community=community_of(request)).exclude(draw_list="")
    course = get_object_or_404(courses, pk=pk)
    return HttpResponse(course.draw_list, content_type="text/plain; charset=utf-8")
