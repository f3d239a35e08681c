"""Two answers of one household at the same moment, by two real processes, on either database."""

import pytest

from tests.processes import CODE, Database, finish

pytestmark = pytest.mark.django_db
ASK = f"""
from portal.communities.models import Community
from portal.renovation.models import RenovationProject
from tests.factories.renovation import make_home, make_survey, named
community = Community.objects.get(code="{CODE}")
project = RenovationProject.objects.create(
    community=community, key="6f1f6f0e-1111-4222-8333-944455566677", slug="pipes", names=named("pipes")
)
make_home(project, rooms=("101",))
make_survey(project)
"""
#: Each sends its own list many times, so that they meet.
ANSWER = """
from portal.communities.models import Household
from portal.renovation.actions.surveys import answer_needs
from portal.renovation.models import NeedsSurvey, Wish
survey = NeedsSurvey.objects.select_related("matter").get()
household = Household.objects.get()
wishes = list(Wish.objects.filter(survey=survey, names__en__in={wishes}))
for _time in range(25):
    answer_needs(survey, wishes, household=household)
"""
TELL = """
import json
from portal.communities.models import Household
from portal.participation.models import HouseholdMatter
from portal.renovation.models import NeedsAnswer, NeedsSurvey, Wish
lists = [
    [(row.place, row.wish.names["en"]) for row in answer.ranked.select_related("wish").order_by("place")]
    for answer in NeedsAnswer.objects.all()
]
print(json.dumps([lists, *(model.objects.count() for model in (Household, HouseholdMatter, NeedsSurvey, Wish))]))
"""


def test_two_answers_of_one_household_are_one(database: Database) -> None:
    database.run(ASK)
    wanted = ["pipes", "lamp"], ["bench", "bicycles"]
    processes = [database.start(ANSWER.format(wishes=wishes)) for wishes in wanted]
    assert finish(*processes) == [0, 0]
    (ranked,), *counts = database.run(TELL)
    assert sorted(name for _place, name in ranked) in map(sorted, wanted)
    assert ([place for place, _name in ranked], counts) == ([1, 2], [1, 1, 1, 4])
