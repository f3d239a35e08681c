"""Staff move a family to another class of the community that has room."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.plugins.api import Crumb, private_page
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassSignUp
from portal.plugins.bundled.class_signups.moving import age_problems, classes_with_room, move
from portal.plugins.bundled.class_signups.staff_views import course_of, meta_of, staff_crumb, title_of, url_of
from portal.plugins.bundled.class_signups.wording import age_text, span_text


class MoveForm(forms.Form):
    to = forms.ChoiceField(
        label=gettext_lazy("To which class?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please choose a class."),
            "invalid_choice": gettext_lazy("This class has no room for them any more. Please choose another one."),
        },
    )
    why = forms.CharField(
        label=gettext_lazy("Why they are moved"),
        max_length=200,
        help_text=gettext_lazy("It is logged with your name. Please name no child."),
    )
    age_why = forms.CharField(
        label=gettext_lazy("If an age does not fit: why it may be"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("It is logged, too. Leave it empty where the ages fit."),
    )

    def __init__(self, *args: Any, sign_up: ClassSignUp, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sign_up = sign_up
        self.courses = {str(each.pk): each for each in classes_with_room(sign_up)}
        choices: Any = self.fields["to"]
        choices.choices = [(pk, label_of(each)) for pk, each in self.courses.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        course = self.courses.get(cleaned.get("to", ""))
        if course is not None and not cleaned.get("age_why") and "age_why" not in self.errors:
            for problem in age_problems(course, self.sign_up.children.all()):
                self.add_error("age_why", problem)
        return cleaned


def label_of(course: ClassCourse) -> str:
    left = course.left
    room = ngettext("%(left)d place left", "%(left)d places left", left) % {"left": left} if left is not None else ""
    return " · ".join(filter(None, [str(course), span_text(course), age_text(course), room]))


@private_page
def move_family(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    course = course_of(request, pk)
    sign_up = family_of(course, entry)
    if sign_up.course_id != course.pk:  # pressed twice
        return redirect(url_of(request, "sign_ups", pk=sign_up.course_id))
    form = MoveForm(request.POST or None, sign_up=sign_up)
    if request.method == "POST" and form.is_valid() and moved(form, request):
        text = _("%(family)s has a place in %(class)s now, and is told.")
        values = {"family": sign_up.name or sign_up.shown_reference, "class": form.courses[form.cleaned_data["to"]]}
        messages.success(request, text % values)
        return redirect(url_of(request, "sign_ups", pk=pk))
    own = Crumb(title_of(course), url_of(request, "sign_ups", pk=pk))
    meta = meta_of(request, _("Move to another class"), staff_crumb(request), own)
    context = {"meta": meta, "form": form, "sign_up": sign_up, "has_room": bool(form.courses)}
    return render(request, "class_signups/staff/move.html", context, status=422 if form.errors else 200)


def family_of(course: ClassCourse, pk: int) -> ClassSignUp:
    """In the course, or moved out of it to one beside it by now."""
    rows = ClassSignUp.objects.kept().filter(community=course.community_id, withdrawn_at=None)
    row = rows.select_related("course", "community").prefetch_related("children").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def moved(form: MoveForm, request: HttpRequest) -> bool:
    given = form.cleaned_data
    try:
        to = form.courses[given["to"]]
        move(form.sign_up, to, by=request.user, why=given["why"], age_why=given["age_why"])  # type: ignore[arg-type]  # the gate lets staff in
    except ValidationError as error:
        form.add_error(None if not hasattr(error, "error_dict") else "age_why", error.messages)
        return False
    return True
