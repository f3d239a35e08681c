"""What other tests stand on: a case with a register that stands in the chain."""

import pytest

from portal.plugins.bundled.elevator_consultations.models import ChainRow
from tests.factories.elevators import make_case, make_register
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db


def test_register_stands_in_the_chain() -> None:
    case = make_case(community_with("elevators"))
    units = make_register(case, [{"area": "78.50"}, {"owner_mark": 7}])
    rows = ChainRow.objects.filter(case=case)
    assert [(row.subject, row.payload["area"], row.payload["owner"]) for row in rows] == [
        (f"unit:{units[0].pk}", "78.50", None),
        (f"unit:{units[1].pk}", "78.50", 7),
    ]
