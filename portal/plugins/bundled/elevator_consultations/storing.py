"""From published pages to the case behind them. Written in the transaction that publishes."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction

from portal.plugins.api import calendar_changed, community_for_page
from portal.plugins.bundled.elevator_consultations.models import Case, CaseMeeting, CasePage

KEY = "elevators"


@transaction.atomic
def store_case(key: UUID) -> Case | None:
    """Bring the case in line with its live pages; None where there is none. Idempotent. A case whose pages are gone
    keeps what was decided and is shown no more."""
    pages = live_pages(key)
    page = main_page(pages)
    case = Case.objects.filter(key=key).first()
    community = community_for_page(page) if page else None
    if page is None or community is None:
        if case is not None and case.is_public:
            case.is_public = False
            case.save(update_fields=["is_public"])
            calendar_changed(KEY, uids_of(case))
        return None
    case = case or Case(key=key)
    case.community, case.is_public = community, True
    case.names = {code: each.title for code, each in pages.items()}
    case.path = path_below_community(page)
    if case.pk:  # stage and chain are others' business, and may have moved on meanwhile
        case.save(update_fields=["community", "is_public", "names", "path"])
    else:
        case.save()
    calendar_changed(KEY, uids_of(case))
    return case


def live_pages(key: UUID) -> dict[str, CasePage]:
    """{language: page}"""
    pages = CasePage.objects.live().filter(translation_key=key, alias_of=None).select_related("locale")
    return {page.locale.language_code: page for page in pages}


def main_page(pages: Mapping[str, CasePage]) -> CasePage | None:
    """The first in the order of LANGUAGES."""
    return next((pages[code] for code, _label in settings.LANGUAGES if code in pages), None)


def uids_of(case: Case) -> list[str]:
    """All it has on the calendar, see `calendar_entries`. Three queries."""
    meetings = CaseMeeting.objects.filter(page__translation_key=case.key)
    rows = {"meeting": meetings, "question": case.questions, "notice": case.notices}
    return [f"{kind}.{pk}" for kind, found in rows.items() for pk in found.order_by().values_list("pk", flat=True)]


def path_below_community(page: CasePage) -> str:
    """`elevators/block-3/`: of the tree's path the city's and the community's own part go."""
    return page.url_path.split("/", 3)[3]
