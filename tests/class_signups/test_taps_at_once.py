"""Two of the staff tap at the same moment, each a process with a connection of its own; and a family beside them."""

import pytest

from tests.class_signups.test_many_at_once import PREPARE
from tests.processes import CODE, Database

pytestmark = pytest.mark.django_db
ROUNDS = """
from portal.plugins.bundled.class_signups.absence import answer_absence
from portal.plugins.bundled.class_signups.attendance import check_in, check_out
from portal.plugins.bundled.class_signups.models import ClassAttendance, ClassSession
from django.contrib.auth.models import User
from wagtail.models import ModelLogEntry
by = User.objects.create_user(f"taps-{{uuid.uuid4()}}")
now = timezone.now()
course = new_course()
ClassCourse.objects.filter(pk=course.pk).update(is_care_group=True, first_day=timezone.localdate())
session = ClassSession.objects.create(course=course, original=now, starts=now, ends=now + dt.timedelta(hours=2))
session.course.refresh_from_db()
found = []
for number in range({rounds}):
    guardian(course, number, uuid.uuid4())
    entry = ClassSignUp.objects.latest("pk")
    child = entry.children.get()
    ClassChild.objects.filter(pk=child.pk).update(has_place=True)
    before = ModelLogEntry.objects.count()
    def act(person):
        if person < 2:
            check_in(child, session, by=by)
        elif person == 2:
            answer_absence(ClassSignUp.objects.get(pk=entry.pk), "absent", f"{{child.pk}}-{{session.pk}}")
        else:
            check_in(child, session, by=by)
            check_out(child, session, by=by, left_with="guardian")
    codes = everybody(act, {people})
    rows = ClassAttendance.objects.filter(child=child)
    found.append([sum(codes), len(rows), rows[0].state, ModelLogEntry.objects.count() - before])
ModelLogEntry.objects.filter(user=by).delete()
by.delete()
print(json.dumps(found))
"""


def test_taps_at_once_are_one_row_and_logged_once(database: Database) -> None:
    rounds = 3
    code = PREPARE.format(code=CODE, places=30) + ROUNDS.format(rounds=rounds, people=5)
    assert database.run(code) == [[0, 1, "left", 2]] * rounds
