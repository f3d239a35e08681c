"""Staff: who comes and who waits, the register, the counter, telling all, a file."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.notifications.models import Message
from portal.participation.actions import withdraw
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassSignUp
from portal.plugins.testing import staff_of
from tests.class_signups.families import sign_up, typed
from tests.factories.classes import make_class
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db
MEI = ("Mei", "2018-05-31")


@pytest.fixture
def course(sunshine: Community) -> ClassCourse:
    return make_class(sunshine, capacity=2)


@pytest.fixture
def staff(client: Client, course: ClassCourse) -> Client:
    client.force_login(staff_of(course.community, Role.EDITOR))
    return client


def at(course: ClassCourse, rest: str = "") -> str:
    return f"/en/sunshine/x/classes/{course.pk}/staff/{rest}"


def text_of(answer) -> str:
    return answer.content.decode()


def fill(course: ClassCourse, *names: str) -> None:
    for name in names:
        sign_up(Client(), course, (name, "2018-05-31"), name=f"{name} senior")


@pytest.mark.parametrize("rest", ["", "register/", "counter/", "message/", "answer/1/"])
def test_contributors_and_neighbours_are_kept_out(client: Client, course: ClassCourse, rest: str) -> None:
    assert client.get(at(course, rest)).status_code == 302
    client.force_login(staff_of(course.community, Role.CONTRIBUTOR))
    assert client.get(at(course, rest)).status_code == 403
    riverside = community_with("classes", slug="riverside")
    client.force_login(staff_of(riverside, Role.LEAD))
    assert client.get(at(course, rest)).status_code == 403
    address = f"/en/riverside/x/classes/{course.pk}/staff/{rest}"
    answer = client.get(address, follow=True)
    assert answer.status_code == 404


def test_list_is_narrowed_by_how_it_stands(staff: Client, course: ClassCourse) -> None:
    fill(course, "Mei", "Bao", "An")
    client = Client()
    gone = sign_up(client, course, ("Li", "2018-01-01"))
    client.post(gone.url, {"action": "withdraw"})
    seen = {}
    for shown in ("", "placed", "waiting", "offered", "cancelled"):
        text = text_of(staff.get(at(course, f"?shown={shown}")))
        seen[shown] = [name for name in ("Mei", "Bao", "An", "Li") if f"{name}, born" in text]
    assert seen == {
        "": ["Mei", "Bao", "An"],
        "placed": ["Mei", "Bao"],
        "waiting": ["An"],
        "offered": [],
        "cancelled": ["Li"],
    }
    assert staff.get(at(course, "?shown=all")).status_code == 404


def test_list_takes_the_same_queries_for_more_families(staff: Client, sunshine: Community) -> None:
    course = make_class(sunshine, slug="large", capacity=2)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert staff.get(at(course)).status_code == 200
        return len(found)

    fill(course, "Mei")
    few = queries()
    fill(course, "Bao", "An", "Li")
    assert queries() == few


def test_overview_says_what_is_taken_and_who_waits(staff: Client, course: ClassCourse) -> None:
    fill(course, "Mei", "Bao", "An")
    text = text_of(staff.get("/en/sunshine/x/classes/staff/"))
    assert "2 of 2 places taken · 1 family waits" in text


def test_register_has_needs_and_only_who_has_a_place(staff: Client, course: ClassCourse) -> None:
    sign_up(Client(), course, MEI, needs="花生过敏", consent_1="on")
    fill(course, "Bao", "An")
    text = text_of(staff.get(at(course, "register/")))
    assert [word in text for word in ("Mei", "8 years", "花生过敏", "Bao", "An senior")] == [
        True,
        True,
        True,
        True,
        False,
    ]
    assert "花生过敏" not in text_of(staff.get(at(course)))


def test_register_of_a_session_has_who_comes_to_it(staff: Client, sunshine: Community) -> None:
    course = make_class(sunshine, slug="single", sign_up_for="sessions", times=2)
    first, second = course.sessions.all()
    sign_up(Client(), course, MEI, sessions=[str(first.pk)])
    assert ["Mei" in text_of(staff.get(at(course, f"register/?session={each.pk}"))) for each in (first, second)] == [
        True,
        False,
    ]
    assert staff.get(at(course, "register/?session=0")).status_code == 404


def test_counter_says_how_and_why_and_is_logged(staff: Client, course: ClassCourse) -> None:
    once = staff.get(at(course, "counter/"), follow=True).context["form"]["once"].initial
    sent = typed(MEI, channel="counter", why="no phone with internet", once=str(once), phone="")
    refused = staff.post(at(course, "counter/"), sent | {"why": ""})
    assert "why" in refused.context["form"].errors
    for _time in range(2):
        assert staff.post(at(course, "counter/"), sent).status_code == 302
    entry = ClassSignUp.objects.get()
    assert (entry.handed_in_by, entry.on_behalf_why, entry.typed_in_by is not None) == (
        "counter",
        "no phone with internet",
        True,
    )
    assert ModelLogEntry.objects.filter(action="participation.on_behalf").count() == 1


def test_counter_may_enter_after_the_window_and_never_too_many(staff: Client, sunshine: Community) -> None:

    course = make_class(sunshine, slug="late", capacity=1, closes_at=timezone.now())
    for name in ("Mei", "Bao"):
        once = staff.get(at(course, "counter/"), follow=True).context["form"]["once"].initial
        sent = typed((name, "2018-05-31"), channel="phone", why="rang", once=str(once))
        assert staff.post(at(course, "counter/"), sent).status_code == 302
    assert list(ClassSignUp.objects.order_by("pk").values_list("queue", flat=True)) == [None, 1]


def test_nobody_is_entered_where_people_just_come(staff: Client, sunshine: Community) -> None:
    course = make_class(sunshine, slug="open-singing", sign_up_for="nothing")
    assert "Enter somebody" not in text_of(staff.get(at(course)))


def test_message_reaches_each_family_with_a_place_once(staff: Client, course: ClassCourse) -> None:
    fill(course, "Mei", "Bao", "An")
    once = staff.get(at(course, "message/")).context["form"]["once"].initial
    sent = {"text": "Bring an apron", "session": "", "once": str(once)}
    for _time in range(2):
        staff.post(at(course, "message/"), sent)
    told = Message.objects.filter(kind="classes.news").order_by("name")
    assert [(each.name, "Bring an apron" in each.text) for each in told] == [("Bao senior", True), ("Mei senior", True)]
    assert staff.post(at(course, "message/"), {"text": "", "once": str(once)}).status_code == 422


def test_file_is_safe_to_open_and_logged(staff: Client, course: ClassCourse) -> None:
    sign_up(Client(), course, ("=1+1", "2018-05-31"), name="@王芳", needs="花生过敏", consent_1="on")
    text = staff.post(at(course, "file/"), {"kind": "csv"}).content.decode("utf-8-sig")
    assert ["'=1+1" in text, "'@王芳" in text, "花生" in text] == [True, True, False]
    sheet = load_workbook(io.BytesIO(staff.post(at(course, "file/"), {"kind": "xlsx"}).content)).active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert (cells["'=1+1"], cells["13800138000"]) == ("s", "s")
    logged = ModelLogEntry.objects.filter(action="class_signups.export")
    assert [each.data["kind"] for each in logged.order_by("pk")] == ["csv", "xlsx"]
    assert staff.get(at(course, "file/")).status_code == 405
    assert staff.post(at(course, "file/"), {"kind": "exe"}).status_code == 404


def test_start_page_says_who_waits(staff: Client, course: ClassCourse) -> None:
    fill(course, "Mei", "Bao", "An")
    text = staff.get("/admin/", headers={"Accept-Language": "en"}).content.decode()
    assert "Families on waiting lists of classes" in text or "课程候补名单上的家庭" in text


def test_staff_answers_an_offer_for_a_family_and_it_is_logged(staff: Client, course: ClassCourse) -> None:
    sign_up(Client(), course, MEI, ("Bao", "2018-05-31"))
    fill(course, "An")
    gone = ClassSignUp.objects.order_by("pk").first()
    waiting = ClassSignUp.objects.order_by("pk").last()
    address = at(course, f"answer/{waiting.pk}/")
    assert staff.get(address).url.endswith(at(course))  # nothing is offered
    withdraw(gone)
    made = waiting.offers.get()
    assert f"answer/{waiting.pk}/" in text_of(staff.get(at(course, "?shown=offered")))
    assert "An senior" in text_of(staff.get(address))
    for tampered in ("accept", f"accept:{made.pk + 1}", f"sell:{made.pk}", "accept:\x00", ""):
        assert staff.post(address, {"action": tampered}).status_code == 409
    for _time in range(2):
        assert staff.post(address, {"action": f"accept:{made.pk}"}).status_code == 302
    assert waiting.children.get().has_place
    logged = ModelLogEntry.objects.get(action="class_signups.answer")
    assert logged.data == {"offer": made.pk, "answer": "accept"}
    assert staff.get(at(make_class(course.community, slug="other"), f"answer/{waiting.pk}/")).status_code == 404
