"""The bundled plugin passes what every plugin has to pass."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from portal.plugins.api import hand_in
from portal.plugins.bundled.class_signups.apps import STAFF
from portal.plugins.bundled.class_signups.draw_codes import code_of
from portal.plugins.bundled.class_signups.models import (
    ClassAttendance,
    ClassCall,
    ClassChild,
    ClassCourse,
    ClassPage,
    ClassProposal,
    ClassSignUp,
)
from portal.plugins.testing import Samples, conformance_checks
from tests.factories.classes import make_class


class ClassSamples(Samples):
    latin_words = frozenset({"SHA"})  # as in SHA-256

    def fill(self, community, names):
        number = ClassPage.objects.in_community(community).count()
        day = dt.date.today() + dt.timedelta(days=30)
        course = make_class(
            community,
            titles=dict(names),
            slug=f"class-{number}",
            changes=({"date": day, "change": "extra", "start_time": dt.time(9), "end_time": dt.time(10)},),
            capacity=1,
        )
        add_family(course, str(names))
        add_family(course, str(names))  # waits
        course.capacity = 2
        course.save()  # and is offered a place
        for page in ClassPage.objects.filter(translation_key=course.key).select_related("locale"):
            page.place = dict(names)[page.locale.language_code]
            page.save_revision().publish()  # which families are to be told

        care = make_class(
            community, titles=dict(names), slug=f"care-{number}", starts_on=dt.date.today(), is_care_group=True
        )
        add_family(care, str(names))
        child, day = ClassChild.objects.get(sign_up__course=care), care.sessions.first()
        ClassAttendance.objects.create(child=child, session=day)
        ClassCall.objects.create(child=child, session=day, once=uuid4(), result="nobody", note=str(names))

        drawn = make_class(
            community,
            titles=dict(names),
            slug=f"draw-{number}",
            seats_by="draw",
            seed_source=dict(names),
            closes_at=timezone.now() + dt.timedelta(hours=1),
        )
        add_family(drawn, str(names))
        ClassCourse.objects.filter(pk=drawn.pk).update(draw_list=f"{code_of(1)}\n", draw_digest="0" * 64)

    def view_arguments(self, community):
        courses = ClassCourse.objects.filter(community=community)
        child = ClassChild.objects.filter(sign_up__course__in=courses.filter(is_care_group=True)).first()
        group = child.sign_up.course
        of_child = {"pk": group.pk, "session": group.sessions.first().pk, "child": child.pk}
        drawn, other = courses.filter(seats_by="draw").first(), courses.filter(seats_by="first").first()
        of_draws = {view: {"pk": drawn.pk} for view in ("draw", "draw_list", "draw_seed")}
        proposal = ClassProposal.objects.filter(course__community=community).first()
        of_draws["change"] = {"pk": proposal.pk}
        entry = {"pk": other.pk, "entry": ClassSignUp.objects.filter(course=other).first().pk}
        family = {"move": entry, "confirm_residence": entry}
        offered = ClassSignUp.objects.filter(course__in=courses, offers__answer="").first()
        family |= {"child_day": of_child, "answer": {"pk": offered.course_id, "sign_up": offered.pk}}
        of_courses = [view for view in ("sign_up", *STAFF) if view not in ("staff", "changes", "missing")]
        return {view: {"pk": other.pk} for view in of_courses} | of_draws | family


def add_family(course, name, phone="13800000000"):
    entry = ClassSignUp(course=course, community=course.community, name=name, phone=phone)
    entry.new_children = (ClassChild(name=f"{name} {uuid4()}", born=dt.date(2018, 5, 31)),)
    hand_in(entry)


@pytest.mark.parametrize("check", conformance_checks("classes", ClassSamples()))
def test_class_sign_ups_conform(check) -> None:
    check()
