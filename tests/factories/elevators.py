"""Elevator cases of a community, published as editors publish them, with their register."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction

from portal.communities.models import Community, Stairwell
from portal.names import Names
from portal.plugins.bundled.elevator_consultations.chain import locked_case
from portal.plugins.bundled.elevator_consultations.models import Case, CaseIndexPage, CasePage, CostPlan, Unit
from portal.plugins.bundled.elevator_consultations.registering import record_units
from portal.plugins.testing.kept import kept
from tests.factories.communities import HouseholdFactory, StairwellFactory

TITLES = {"zh-hans": "3幢1单元加装电梯", "en": "An elevator for building 3"}
AREA = "78.50"


@kept
def make_case(
    community: Community, *, titles: dict[str, str] | None = None, slug: str = "block-3", **values: Any
) -> Case:
    """Live in the languages of the titles, in the first stage, with an empty register.

    A value that is a mapping has another one for each language.
    """
    values = {"summary": "。", "where": "3幢1单元", "floors": 6} | values
    key = uuid4()
    for index in CaseIndexPage.objects.in_community(community).select_related("locale").order_by("path"):
        language = index.locale.language_code
        if language not in (titles or TITLES):
            continue
        own = {name: value[language] if isinstance(value, Mapping) else value for name, value in values.items()}
        page = CasePage(slug=slug, locale=index.locale, translation_key=key, live=False, **own)
        page.title = (titles or TITLES)[language]
        index.add_child(instance=page)
        page.save_revision().publish()
    return Case.objects.get(key=key)


def make_register(
    case: Case, units: int | Sequence[Mapping[str, Any]] = 12, stairwell: Stairwell | None = None
) -> list[Unit]:
    """Units of one stairwell, two a floor from 101 on; in their order. Each may say its `area`, `owner_mark`,
    `is_undelivered`, `area_source`, `room` and `floor`. They stand in the chain."""
    stairwell = stairwell or StairwellFactory(building__compound__community=case.community)
    given: Sequence[Mapping[str, Any]] = [{}] * units if isinstance(units, int) else units
    with transaction.atomic():
        case = locked_case(case.pk)
        made = [unsaved_unit(case, stairwell, place, **values) for place, values in enumerate(given)]
        record_units(case, made)
    return made


def unsaved_unit(case: Case, stairwell: Stairwell, place: int, **values: Any) -> Unit:
    floor = values.pop("floor", place // 2 + 1)
    room = values.pop("room", f"{floor}0{place % 2 + 1}")
    household = HouseholdFactory(stairwell=stairwell, room=room, floor=floor)
    values["area"] = Decimal(values.get("area", AREA))
    return Unit(case=case, household=household, **values)


@kept
def make_plan(case: Case, **values: Any) -> CostPlan:
    """480,000 yuan less 280,000 of subsidies, by floor; the coefficients of floors 1 to 6."""
    values = {
        "names": Names({"zh-hans": "方案一", "en": "Plan one"}),
        "total": 48_000_000,
        "subsidies": 28_000_000,
        "coefficients": {"1": "0", "2": "0.5", "3": "1", "4": "1.2", "5": "1.4", "6": "1.6"},
    } | values
    return CostPlan.objects.create(case=case, **values)
