"""What residents read of classes, and what follows when a class is published."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.communities.models import Community
from portal.participation.models import Places
from portal.plugins.actions import disable_plugin, enable_plugin
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassIndexPage, ClassPage, ClassSession
from portal.plugins.bundled.class_signups.storing import store_course
from tests.factories.classes import make_class
from tests.factories.hours import announce
from tests.served import ServedClient

pytestmark = pytest.mark.django_db


def days_of(course: ClassCourse) -> list[str]:
    return [f"{timezone.localtime(each.starts):%m-%d %H:%M}" for each in course.sessions.all()]


def test_publishing_stores_course_and_sessions(sunshine: Community) -> None:
    course = make_class(sunshine, times=3, age_from=6, age_to=12)
    assert (course.community, course.path, str(course.names), course.capacity) == (
        sunshine,
        "classes/painting/",
        "儿童画",
        10,
    )
    assert days_of(course) == ["09-15 16:30", "09-17 16:30", "09-22 16:30"]
    assert (course.first_day, course.last_day) == (dt.date(2026, 9, 15), dt.date(2026, 9, 22))


def test_single_dates_are_left_out_moved_and_added(sunshine: Community) -> None:
    changes = (
        {"date": dt.date(2026, 9, 17), "change": "left_out"},
        {"date": dt.date(2026, 9, 22), "change": "moved", "to_date": dt.date(2026, 9, 23), "start_time": dt.time(9)},
        {"date": dt.date(2026, 9, 26), "change": "extra", "start_time": dt.time(10), "end_time": dt.time(11)},
    )
    assert days_of(make_class(sunshine, times=3, changes=changes)) == ["09-15 16:30", "09-23 09:00", "09-26 10:00"]


def test_announced_holiday_takes_its_session_away(sunshine: Community, django_capture_on_commit_callbacks) -> None:
    course = make_class(sunshine, times=6, not_on_holidays=True)
    assert "10-01 16:30" in days_of(course)
    with django_capture_on_commit_callbacks(execute=True):
        announce(dt.date(2026, 10, 1))
    assert "10-01 16:30" not in days_of(course)


def test_session_somebody_has_a_place_in_is_called_off_not_lost(sunshine: Community) -> None:
    course = make_class(sunshine, times=2, sign_up_for="sessions")
    Places.objects.filter(pk=course.sessions.first().pk).update(taken=1)
    for page in ClassPage.objects.filter(translation_key=course.key):
        page.weekdays = [3]
        page.save_revision().publish()
    first, *others = course.sessions.all()
    assert (first.is_cancelled, [each.is_cancelled for each in others]) == (True, [False, False])


def test_draft_changes_nothing_people_sign_up_for(sunshine: Community) -> None:
    course = make_class(sunshine)
    for page in ClassPage.objects.filter(translation_key=course.key):
        page.capacity, page.title = 3, "Draft"
        page.save_revision()
    course.refresh_from_db()
    assert (course.capacity, course.names["en"]) == (10, "Painting")


def test_unpublished_class_is_gone_from_lists(client: Client, sunshine: Community) -> None:
    course = make_class(sunshine)
    for page in ClassPage.objects.filter(translation_key=course.key):
        page.unpublish()
    course.refresh_from_db()
    assert course.is_public is False
    assert "Painting" not in client.get("/en/sunshine/classes/").content.decode()
    assert client.get("/en/sunshine/classes/painting/").status_code == 404


def test_course_follows_its_list_to_another_address(
    client: Client, sunshine: Community, django_capture_on_commit_callbacks
) -> None:
    course = make_class(sunshine)
    with django_capture_on_commit_callbacks(execute=True):
        for index in ClassIndexPage.objects.in_community(sunshine):
            index.slug = "courses"
            index.save_revision().publish()
    course.refresh_from_db()
    assert course.path == "courses/painting/"
    assert client.get(f"/en/sunshine/{course.path}").status_code == 200


def test_page_says_what_parents_ask_first(client: Client, sunshine: Community) -> None:
    make_class(
        sunshine, age_from=6, age_to=12, bring="Apron", teacher="Ms Li", minimum=5, is_free=False, fee_note="20 yuan"
    )
    text = client.get("/en/sunshine/classes/painting/").content.decode()
    for said in ("every week on Tue, Thu", "6 to 12 years", "Apron", "Ms Li", "20 yuan", "10 of 10 places left"):
        assert said in text
    assert "儿童画" in client.get("/zh-hans/sunshine/classes/painting/").content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"opens_at": dt.timedelta(days=1)}, "Sign-up opens"),
        ({"closes_at": dt.timedelta(days=-1)}, "Sign-up is closed"),
        ({"is_cancelled": True}, "Called off"),
        ({"sign_up_for": "nothing"}, "just come"),
    ],
)
def test_list_says_how_signing_up_stands(client: Client, sunshine: Community, values: dict, said: str) -> None:
    make_class(sunshine, **{k: timezone.now() + v if isinstance(v, dt.timedelta) else v for k, v in values.items()})
    assert said in client.get("/en/sunshine/classes/").content.decode()


def test_full_class_says_so_when_it_is_shown(client: Client, sunshine: Community) -> None:
    course = make_class(sunshine)
    Places.objects.filter(pk=course.pk).update(taken=10)
    assert "Full" in client.get("/en/sunshine/classes/painting/").content.decode()


def test_class_is_on_home_and_calendar(client: Client, sunshine: Community, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_class(sunshine)
    assert 'href="/en/sunshine/classes/painting/"' in client.get("/en/sunshine/").content.decode()
    assert "Painting" in client.get("/en/sunshine/calendar/").content.decode()


def test_off_it_is_gone_and_on_again_back(client: Client, sunshine: Community) -> None:
    make_class(sunshine)
    disable_plugin("classes", community=sunshine)
    assert client.get("/en/sunshine/classes/painting/").status_code == 404
    enable_plugin("classes", community=sunshine)
    assert client.get("/en/sunshine/classes/painting/").status_code == 200


def queries_at(path: str, user: User | None = None) -> int:
    client = ServedClient()
    if user is not None:
        client.force_login(user)
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def test_queries_are_the_same_with_five_and_sixty_sessions(sunshine: Community) -> None:
    for slug, times in (("few", 5), ("many", 60)):
        make_class(sunshine, titles={"zh-hans": "儿童画"}, slug=slug, times=times, sign_up_for="sessions")
    assert ClassSession.objects.count() == 65
    assert [queries_at(f"/en/sunshine/classes/{slug}/") for slug in ("few", "many")] == [11, 11]


def test_list_takes_the_same_queries_for_more_classes(sunshine: Community) -> None:
    make_class(sunshine, titles={"zh-hans": "儿童画"}, slug="one")
    few = queries_at("/en/sunshine/classes/")
    for number in range(2):
        make_class(sunshine, titles={"zh-hans": "儿童画"}, slug=f"more-{number}")
    assert (few, queries_at("/en/sunshine/classes/")) == (2, 2)


def test_storing_again_writes_nothing_anew(sunshine: Community) -> None:
    course = make_class(sunshine, times=4)
    with CaptureQueriesContext(connection) as queries:
        store_course(course.key)
    written = [
        query["sql"]
        for query in queries
        if "class_signups_classsession" in query["sql"] and "SELECT" not in query["sql"]
    ]
    assert written == []


def test_database_refuses_a_session_that_ends_before_it_begins(sunshine: Community) -> None:
    course = make_class(sunshine)
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClassSession.objects.create(course=course, original=now, starts=now, ends=now)


def test_fewer_places_than_taken_are_refused(sunshine: Community) -> None:
    course = make_class(sunshine)
    Places.objects.filter(pk=course.pk).update(taken=6)
    course.capacity = 5
    with pytest.raises(ValidationError):
        course.save()


def test_form_asks_for_an_end_and_a_time(admin_client: Client, sunshine: Community) -> None:
    index = ClassIndexPage.objects.in_community(sunshine).first()
    address = reverse("wagtailadmin_pages:add", args=["class_signups", "classpage", index.pk])
    form = admin_client.get(address).context["form"]
    sent = {"title": "儿童画", "summary": "画画", "starts_on": "2026-09-15", "repeats": "weekly", "every": "1"}
    sent |= {"sign_up_for": "course", "capacity": "3", "minimum": "5", "age_from": "9", "age_to": "6"}
    for prefix in ("changes", "comments"):
        sent |= {f"{prefix}-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    answer = admin_client.post(address, sent)
    assert set(answer.context["form"].errors) >= {"until", "start_time", "capacity", "age_to"}
    assert form.fields["weekday_choices"].choices[0][0] == 0


def test_time_stands_still_is_not_needed_for_phase(sunshine: Community, clock: time_machine.Traveller) -> None:
    course = make_class(sunshine, times=2)
    clock.shift(dt.timedelta(days=60))
    assert course.phase() == "over"
