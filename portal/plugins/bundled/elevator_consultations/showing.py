"""What pages show of cases."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.plugins.api import Community, Crumb, LinkItem, ShareValues, home_url
from portal.plugins.bundled.elevator_consultations.choices import Stage
from portal.plugins.bundled.elevator_consultations.models import Case, CaseIndexPage, CasePage

SLUG = "elevators"


def case_url(case: Case, request: HttpRequest) -> str:
    return f"{home_url(request, case.community)}{case.path}"


def index_crumb(page: CasePage, request: HttpRequest) -> list[Crumb]:
    index = page.get_parent()
    return [Crumb(index.title, index.get_url(request) or "")] if index else []


def index_context(page: CaseIndexPage, request: HttpRequest) -> dict[str, Any]:
    """One query."""
    community = page.get_community(request)
    cases = list(Case.objects.shown_in(community)) if community else []
    return {"cases": case_links(cases, community, request)}


def case_links(cases: Iterable[Case], community: Community | None, request: HttpRequest) -> list[LinkItem]:
    """No query."""
    if community is None:
        return []
    home = home_url(request, community)
    return [LinkItem(str(case), f"{home}{case.path}", str(Stage(case.stage).label)) for case in cases]


def case_context(page: CasePage, request: HttpRequest) -> dict[str, Any]:
    return {"case": case_of(page)}


def case_of(page: CasePage) -> Case | None:
    return Case.objects.filter(key=page.translation_key).select_related("community").first()


def case_share(page: CasePage, request: HttpRequest) -> ShareValues:
    return ShareValues(title=page.title, kind=_("Elevator case"), where=page.where, text=page.summary)
