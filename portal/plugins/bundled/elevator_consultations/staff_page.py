"""What every page of staff needs: the case of its address, its own address, its way back."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.plugins.api import Crumb, PageMeta, community_of, home_url, plugin_url
from portal.plugins.bundled.elevator_consultations.models import Case
from portal.plugins.bundled.elevator_consultations.storing import KEY


def case_for(request: HttpRequest, pk: int) -> Case:
    """404 for a case of another community."""
    return get_object_or_404(Case.objects.select_related("community"), pk=pk, community=community_of(request))


def url_of(request: HttpRequest, view: str, **arguments: Any) -> str:
    return plugin_url(KEY, view, community=community_of(request), request=request, **arguments)


def meta_of(request: HttpRequest, title: str, case: Case | None = None) -> PageMeta:
    """Below the list of cases, and where there is one below its case."""
    community = community_of(request)
    crumbs = [Crumb(str(community), home_url(request, community))]
    if case is not None:
        crumbs += [
            Crumb(_("Elevators, for staff"), url_of(request, "staff")),
            Crumb(str(case), url_of(request, "staff_case", pk=case.pk)),
        ]
    return PageMeta(title=title, language=get_language() or "", indexable=False, breadcrumbs=tuple(crumbs))
