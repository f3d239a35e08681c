"""Staff move families both ways while others cancel and sign up: each a process with a connection of its own."""

import pytest
from django.db import connection

from tests.class_signups.test_many_at_once import PREPARE
from tests.processes import CODE, Database

pytestmark = pytest.mark.django_db
#: Each of `families` moves to the other class, every third cancels at the same time, and newcomers ask for both.
MOVES = """
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Sum
from portal.participation.actions import withdraw
from portal.participation.models import Taking
from portal.plugins.bundled.class_signups.models import ClassOffer
from portal.plugins.bundled.class_signups.moving import move

user, _new = User.objects.get_or_create(username="mover")

def there(course):
    return ClassSignUp.objects.filter(course=course, withdrawn_at=None)

def act(number):
    kind, entry, course = jobs[number]
    try:
        if kind == "move":
            move(ClassSignUp.objects.get(pk=entry), course, by=user, why="asked")
        elif kind == "withdraw":
            withdraw(ClassSignUp.objects.get(pk=entry))
        else:
            guardian(course, 1000 + number, uuid.uuid4())
    except ValidationError:
        pass

def holds(course):
    course.refresh_from_db()
    placed = ClassChild.objects.filter(sign_up__in=there(course), has_place=True).count()
    offered = ClassOffer.objects.filter(sign_up__in=there(course), answer="").aggregate(all=Sum("count"))["all"] or 0
    return course.taken == placed + offered <= course.capacity

found = []
for _round in range({rounds}):
    one, two = new_course(), new_course()
    for number in range({families}):
        guardian(one if number % 2 else two, number, uuid.uuid4())
    pairs = [(pk, two) for pk in there(one).values_list("pk", flat=True)]
    pairs += [(pk, one) for pk in there(two).values_list("pk", flat=True)]
    jobs = [("move", pk, to) for pk, to in pairs] + [("withdraw", pk, to) for pk, to in pairs[::3]]
    jobs += [("new", 0, to) for _pk, to in pairs[::3]]
    codes = everybody(act, len(jobs))
    holders = Taking.objects.filter(places__in=[one.pk, two.pk]).values_list("holder", flat=True)
    gone = ClassSignUp.objects.filter(course__in=[one.pk, two.pk], withdrawn_at__isnull=False)
    left_over = set(holders) & {{each.holder for each in gone}}
    found.append([sum(codes), holds(one), holds(two), len(left_over), gone.count() == len(pairs[::3])])
user.delete()
print(json.dumps(found))
"""


def test_families_moved_both_ways_at_once_never_oversell(database: Database) -> None:
    families, places, rounds = (12, 4, 5) if connection.vendor == "postgresql" else (4, 2, 1)
    code = PREPARE.format(code=CODE, places=places) + MOVES.format(families=families, rounds=rounds)
    assert database.run(code) == [[0, True, True, 0, True]] * rounds
