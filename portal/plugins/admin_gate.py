"""In front of admin addresses that name a page of a plugin that is off there, or of a package that is gone.

The first are refused, saying which plugin it is. Of the second no more is left than Wagtail's own table has: they can
be looked at in lists and deleted.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from treebeard.mp_tree import MP_Node
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from portal.communities.access.checks import PAGE_ARGUMENTS, PAGE_FIELDS
from portal.communities.access.reports import OwnLockedPages, OwnTranslations
from portal.communities.models.community import CITY_PAGE_DEPTH
from portal.communities.rules import is_city_administrator
from portal.plugins import admin_lists
from portal.plugins.hidden import hidden_among
from portal.plugins.models import InstalledPlugin
from portal.plugins.registry import plugin_of

View = Callable[..., HttpResponseBase]

#: Addresses whose numbers are those of pages, and others that name pages in a way of their own.
ABOUT_PAGES = ("wagtailadmin_pages:", "wagtailadmin_explore", "wagtailadmin_api:pages:", "wagtailadmin_choose_page_")
MENTIONING_PAGES = ("wagtail_localize:", "wagtailredirects:")
#: What can be done with a page whose type is gone.
FOR_GONE = frozenset({"wagtailadmin_pages:delete"})
#: Reports that do not ask Wagtail's policy for pages; the people of communities get these from their own gate.
INSTEAD: dict[str, View] = {
    f"{name}{suffix}": view.as_view(**values)
    for name, view in (
        ("wagtailadmin_reports:locked_pages", OwnLockedPages),
        ("wagtailadmin_reports:page_types_usage", admin_lists.ShownPageTypes),
        ("wagtail_localize:translations_report", OwnTranslations),
    )
    for suffix, values in (("", {}), ("_results", {"results_only": True}))
} | {
    "wagtailredirects:index": admin_lists.ShownRedirects.as_view(),
    "wagtailredirects:index_results": admin_lists.ShownRedirects.as_view(results_only=True),
}


def without_hidden_pages(view: View) -> View:
    """For `wagtail.utils.urlpatterns.decorate_urlpatterns`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if name.startswith((*ABOUT_PAGES, *MENTIONING_PAGES)):
            hidden = hidden_page(named_pages(request, name, kwargs))
            if hidden is not None and not (hidden.specific_class is None and name in FOR_GONE):
                return refused(request, hidden)
        if name in INSTEAD and is_city_administrator(request.user):
            return INSTEAD[name](request, *args, **kwargs)
        return view(request, *args, **kwargs)

    return guarded


def named_pages(request: HttpRequest, name: str, kwargs: Mapping[str, Any]) -> QuerySet[Page]:
    """The pages that the address or the posted form names, itself or by a translation or a redirect of theirs."""
    numbers = [
        kwargs[key] for key in (PAGE_ARGUMENTS if name.startswith(ABOUT_PAGES) else ("page_id",)) if key in kwargs
    ]
    numbers += [request.POST[key] for key in PAGE_FIELDS if request.POST.get(key)]
    if name == "wagtailadmin_choose_page_chosen_multiple":
        numbers += request.GET.getlist("id")
    named = Q(pk__in=[number for number in map(str, numbers) if number.isdecimal()])
    if "translation_source_id" in kwargs:
        sources = TranslationSource.objects.filter(pk=kwargs["translation_source_id"])
        named |= Q(translation_key__in=sources.values("object_id"))
    if "translation_id" in kwargs:
        translations = Translation.objects.filter(pk=kwargs["translation_id"])
        named |= Q(translation_key__in=translations.values("source__object_id"))
    if "redirect_id" in kwargs:
        named |= Q(pk__in=Redirect.objects.filter(pk=kwargs["redirect_id"]).values("redirect_page"))
    return Page.objects.filter(named)


def hidden_page(named: QuerySet[Page]) -> Page | None:
    """The first of these pages, or of those above them, that is off or gone. One query, deep in the tree two."""
    pages = list(named)
    above = {page.path[: depth * MP_Node.steplen] for page in pages for depth in range(CITY_PAGE_DEPTH + 1, page.depth)}
    if above:
        pages = [*Page.objects.filter(path__in=above).order_by("path"), *pages]
    hidden = hidden_among(pages)
    return next((page for page in pages if page.pk in hidden), None)


def refused(request: HttpRequest, page: Page) -> HttpResponse:
    """Back to the list the page stands in, or would; 403 to scripts."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    messages.error(request, why(page))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def why(page: Page) -> str:
    plugin = plugin_of(page.specific_class)
    if plugin is not None:
        return _("This page belongs to “%(plugin)s”, which is off here.") % {"plugin": plugin.name}
    label = page.cached_content_type.app_label
    row = InstalledPlugin.objects.filter(app_label=label).first()
    return _("“%(plugin)s”, which this page belongs to, is not installed any more. The page can only be deleted.") % {
        "plugin": row or label
    }
