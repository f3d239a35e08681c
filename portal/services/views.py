"""Residents' own pages beside a guide: whether it helped. The form has tokens, so it is no part of the guide."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.home.queries import city_settings
from portal.meta import Crumb, PageMeta
from portal.services.actions import record_feedback
from portal.services.addresses import feedback_url, guide_url
from portal.services.feedback import ANSWERS, FeedbackForm, once_of
from portal.services.models import GuidePage


@never_cache
def ask_feedback(request: HttpRequest, guide: GuidePage) -> HttpResponse:
    """The form, and what it sends. Whoever sends too much is asked to come back later.

    Each visit gets a key in its address, and an answer that is sent again from there takes the place of the first.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    once = once_of(request)
    if once is None:
        return redirect(f"{request.path}?once={uuid.uuid4()}")
    form = FeedbackForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not ANSWERS.is_too_many(request):
            record_feedback(
                token=once,
                guide_key=guide.translation_key,
                language=guide.language_code,
                community=guide.shown_community,
                **form.cleaned_data,
            )
            return redirect(f"{feedback_url(guide, guide.shown_community, request)}thanks/")
        form.add_error(None, _("Many answers came from your network just now. Please try again in an hour."))
        status = 429
    elif request.method == "POST":
        status = 422
    context = {"page": guide, "form": form, "meta": _meta(request, guide, _("Was this helpful?"))}
    return render(request, "services/feedback_form.html", context, status=status)


def thank(request: HttpRequest, guide: GuidePage) -> HttpResponse:
    context = {"page": guide, "meta": _meta(request, guide, _("Thank you"))}
    context["guide_url"] = guide_url(guide, guide.shown_community, request)
    context["phone"] = guide.answer.phone or city_settings(request).hotline
    return render(request, "services/feedback_thanks.html", context)


def _meta(request: HttpRequest, guide: GuidePage, title: str) -> PageMeta:
    own = Crumb(guide.title, guide_url(guide, guide.shown_community, request), guide.other_language)
    crumbs = (*guide.get_breadcrumbs(request), own)
    return PageMeta(title=title, language=get_language() or "", indexable=False, breadcrumbs=crumbs)
