"""Pages for what went wrong, in the reader's language; portal/urls.py and the settings point Django here."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _

from portal.meta import PageMeta
from portal.site_chrome import Place, default_chrome

logger = logging.getLogger(__name__)

BARE_PAGE = (
    '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>500</title>'
    '<p>抱歉，网站出了问题，请稍后再试。<p lang="en">Sorry, something went wrong. Please try again later.'
)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    meta = PageMeta(
        title=_("There is no such page"),
        description=_("The address may be mistyped, or the page has been taken down. Search for it here:"),
        indexable=False,
    )
    return render(request, "portal/404.html", {"meta": meta}, status=404)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    meta = PageMeta(
        title=_("This page is not open to you"),
        description=_("You may need to log in, or ask the person who sent you here."),
        indexable=False,
    )
    return render(request, "portal/403.html", {"meta": meta}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW. The reason is for the log, not for residents."""
    logger.warning("A form was refused (%s): %s", request.path, reason)
    meta = PageMeta(
        title=_("The form could not be sent"),
        description=_(
            "It was open for too long, or your browser blocks cookies. Go back, reload the page and try again."
        ),
        indexable=False,
    )
    return render(request, "portal/403.html", {"meta": meta}, status=403)


def gone(request: HttpRequest, *, name: str, successor: Place | None = None) -> HttpResponse:
    """For an archived community: its pages are gone for good; `successor` is where its residents belong now."""
    meta = PageMeta(
        title=_("%(name)s no longer has pages here") % {"name": name},
        description=_("The community was merged or renamed, and its pages were closed."),
        indexable=False,
    )
    return render(request, "portal/410.html", {"meta": meta, "successor": successor}, status=410)


def file_gone(request: HttpRequest) -> HttpResponse:
    """For a file whose time is over."""
    meta = PageMeta(
        title=_("This file can no longer be opened"),
        description=_("It belonged to an announcement whose time is over. Ask at the counter if you need it."),
        indexable=False,
    )
    return render(request, "portal/404.html", {"meta": meta, "code": 410}, status=410)


def server_error(request: HttpRequest, template: str = "portal/500.html") -> HttpResponse:
    """Asks nothing of the database, the cache or context processors; a bare page if even that fails."""
    try:
        meta = PageMeta(
            title=_("Sorry, something went wrong"),
            description=_("It is not your fault, and we have been told. Please try again in a few minutes."),
            indexable=False,
        )
        page = get_template(template).render({"meta": meta, "site": default_chrome(request)})
    except Exception:
        logger.exception("The error page itself failed.")
        page = BARE_PAGE
    return HttpResponse(page, status=500)
