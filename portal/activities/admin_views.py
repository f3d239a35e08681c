"""Admin: the next dates of an activity as it is in the form, before it is saved."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.models import Page

from portal.activities.booking import clashes_at
from portal.activities.forms import ActivityForm
from portal.activities.models import ActivityCalendarPage, ActivityPage
from portal.activities.showing import date_row
from portal.communities.models import Venue
from portal.timetables.days import known_days
from portal.timetables.plan import Plan, PlanError, check_dates, schedule_of
from portal.timetables.wording import recurrence_text

NEXT = 10


@require_POST
def preview_dates(request: HttpRequest, page_id: int) -> HttpResponse:
    """`page_id` is the activity's, or for a new one that of the calendar it is to stand below. Saves nothing."""
    page = get_object_or_404(Page, pk=page_id).specific
    allowed = page.permissions_for_user(request.user)
    if isinstance(page, ActivityPage) and allowed.can_edit():
        activity, parent = page.get_latest_revision_as_object(), page.get_parent()
    elif isinstance(page, ActivityCalendarPage) and allowed.can_add_subpage():
        activity, parent = ActivityPage(locale=page.locale), page
    else:
        raise PermissionDenied
    form_class = ActivityPage.get_edit_handler().get_form_class()
    form = form_class(request.POST, instance=activity, parent_page=parent, for_user=request.user)
    return TemplateResponse(request, "activities/admin/_dates.html", preview_of(form))


def preview_of(form: ActivityForm) -> dict[str, Any]:
    form.is_valid()
    cleaned = getattr(form, "cleaned_data", {})
    return dates_of(form.plan, venue=cleaned.get("venue"), uid=form.instance.uid)


def dates_of(plan: Plan | None, *, venue: Venue | None, uid: str) -> dict[str, Any]:
    """What the template says: `dates`, `words`, `problem`, `clashes`."""
    if plan is None:
        return {"is_incomplete": True}
    days, today = known_days(), timezone.localdate()
    try:
        schedule = schedule_of(plan)
        found = schedule.next_dates(days, after=today, count=1000)
        check_dates(plan, schedule, days)
    except PlanError as error:
        return {"problem": error.message}
    except ValueError as error:
        return {"problem": str(error)}
    return {
        "dates": [date_row(each.starts, each.ends, each.state.value, "") for each in found[:NEXT]],
        "words": recurrence_text(schedule.recurrence, schedule.starts),
        "clashes": clashes_at(venue, found, uid=uid),
        "is_over": not found,
    }
