"""The living page of all components, with `portal.styleguide.samples` to show in them."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import errors
from portal.meta import Crumb, PageMeta
from portal.site_chrome import Place, default_chrome
from portal.styleguide import samples
from portal.styleguide.forms import SampleForm


def page(request: HttpRequest, title: str, language: str = "") -> PageMeta:
    address = request.build_absolute_uri(request.path)
    crumbs = (Crumb(_("Home page"), f"/{get_language()}/"), Crumb(_("Style guide"), reverse("styleguide")))
    return PageMeta(title=title, canonical=address, indexable=False, breadcrumbs=crumbs, language=language)


def styleguide(request: HttpRequest) -> HttpResponse:
    address = request.build_absolute_uri(request.path)
    meta = PageMeta(
        title=_("Style guide"),
        description=_("Every component that residents' pages are built from, in both languages."),
        canonical=address,
        alternates={link.code: request.build_absolute_uri(link.url) for link in default_chrome(request).languages},
        breadcrumbs=(Crumb(_("Home page"), f"/{get_language()}/"),),
    )
    context = {
        "meta": meta,
        "site": samples.chrome(request),
        "form": SampleForm(),
        "page": Paginator(range(100), 10).get_page(request.GET.get("page", 3)),
        "share_url": address,
        **samples.components(),
    }
    return render(request, "styleguide/styleguide.html", context)


def form(request: HttpRequest) -> HttpResponse:
    """The sample form with everything wrong."""
    context = {
        "meta": page(request, _("A form with errors")),
        "site": samples.chrome(request),
        "form": SampleForm({"phone": "12", "topics": ["none"]}),
    }
    return render(request, "styleguide/form.html", context)


def untranslated(request: HttpRequest) -> HttpResponse:
    """A page that answers in the other language."""
    other = next(link.code for link in default_chrome(request).languages if not link.current)
    context = {"meta": page(request, samples.TEXT_IN[other], language=other), "site": samples.chrome(request)}
    return render(request, "styleguide/untranslated.html", context)


def error(request: HttpRequest, status: int) -> HttpResponse:
    if status == 410:
        successor = Place(name=_("Sunshine Community"), url=f"/{get_language()}/sunshine/")
        return errors.gone(request, name=_("Old Street Community"), successor=successor)
    if status == 403:
        return errors.permission_denied(request)
    if status == 500:
        return errors.server_error(request)
    raise Http404
