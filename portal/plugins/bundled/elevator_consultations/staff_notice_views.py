"""Staff: writing a public notice, looking at it exactly as it will be frozen, posting it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.plugins.api import household_letters_url, private_page
from portal.plugins.bundled.elevator_consultations.case_facts import facts_of
from portal.plugins.bundled.elevator_consultations.form_errors import add_errors
from portal.plugins.bundled.elevator_consultations.models import Case
from portal.plugins.bundled.elevator_consultations.notice_content import frozen_notice
from portal.plugins.bundled.elevator_consultations.notice_forms import NoticeForm, PostForm
from portal.plugins.bundled.elevator_consultations.notice_letter import objections_matter
from portal.plugins.bundled.elevator_consultations.notice_shown import ShownNotice, shown_notice
from portal.plugins.bundled.elevator_consultations.objection_views import view_url
from portal.plugins.bundled.elevator_consultations.posting import check_notice, next_number, post_notice
from portal.plugins.bundled.elevator_consultations.staff_page import case_for, meta_of
from portal.plugins.bundled.elevator_consultations.stages import Facts


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def notice_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Write, look, post: three POSTs to one address, told apart by the button."""
    case = case_for(request, pk)
    facts, last = facts_of(case), case.notices.order_by("number").last()
    doing = request.POST.get("action", "") if request.method == "POST" else ""
    made = PostForm if doing == "post" else NoticeForm
    form = made(request.POST if doing else None, last=last, days=facts.notice_days)
    shown: ShownNotice | None = None
    if doing in ("preview", "post") and form.is_valid():
        try:
            if doing == "post":
                post_notice(case, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # the gate lets staff in
                messages.success(request, _("It is posted. Now print the poster and the letters."))
                return redirect(request.path)
            check_notice(facts, form.cleaned_data["first_day"], form.cleaned_data["last_day"])
            shown = shown_notice(frozen_notice(case, next_number(last), **form.cleaned_data))
        except ValidationError as error:
            add_errors(form, error)
    status = 422 if doing != "change" and form.errors else 200
    return show_form(request, case, form=form, shown=shown, facts=facts, status=status)


def show_form(
    request: HttpRequest, case: Case, *, form: NoticeForm, shown: ShownNotice | None, facts: Facts, status: int
) -> HttpResponse:
    post = None
    if shown is not None:
        sent = request.POST.copy()
        sent["seen"] = shown.digest
        post = PostForm(sent, last=None, days=facts.notice_days)
    standing = case.notices.filter(replaced_at=None).first()
    matter = objections_matter(case)
    context = {
        "meta": meta_of(request, _("Public notice"), case),
        "case": case,
        "form": form,
        "shown": shown,
        "post": post,
        "can_post": facts.stage == "notice",
        "days": facts.notice_days,
        "standing": standing,
        "notice_url": view_url(request, case, "notice") if standing and case.is_public else "",
        "poster_url": view_url(request, case, "notice_poster", number=standing.number) if standing else "",
        "letters_url": household_letters_url(matter) if matter else "",
    }
    return render(request, "elevator_consultations/staff/notice.html", context, status=status)
