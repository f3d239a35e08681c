"""The fault line: anybody reports once, staff say when it was seen to and mended, everybody sees that."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.plugins.bundled.elevator_consultations.choices import Stage
from portal.plugins.bundled.elevator_consultations.fault_views import REPORTS
from portal.plugins.bundled.elevator_consultations.fault_wording import duration_text, fault_line
from portal.plugins.bundled.elevator_consultations.models import Case, Fault
from portal.plugins.testing import staff_of
from tests.factories.elevators import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sunshine: Community) -> Case:
    """In use; how it got there is another test's."""
    case = make_case(sunshine)
    Case.objects.filter(pk=case.pk).update(stage=Stage.IN_USE)
    cache.clear()
    return Case.objects.get(pk=case.pk)


def report(client: Client, case: Case, what: str = "The door does not close", once: str = ""):
    address = f"/en/sunshine/x/elevators/{case.pk}/fault/"
    return client.post(address, {"what": what, "once": once or str(uuid4())})


def mark(client: Client, case: Case, what: str):
    return client.post(f"/en/sunshine/x/elevators/{case.pk}/staff/faults/mark/", {"mark": what})


def test_report_sent_twice_is_one_and_thanked(client: Client, case: Case) -> None:
    page = client.get(f"/en/sunshine/x/elevators/{case.pk}/fault/")
    once = str(page.context["form"]["once"].initial)
    for _time in range(2):
        answer = report(client, case, once=once)
    text = client.get(answer.url).content.decode()
    assert (Fault.objects.count(), "96333" in text, "96333" in page.content.decode()) == (1, True, True)


def test_wrong_reports_are_answered_kindly(client: Client, case: Case) -> None:
    for what in ("", " ", "x" * 301, "a\x00b"):
        answer = report(client, case, what)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["what"])
    assert report(client, case, once="x").status_code == 422
    assert not Fault.objects.exists()


def test_too_many_reports_are_held_back_and_nothing_typed_is_lost(client: Client, case: Case) -> None:
    for _time in range(REPORTS.limit):
        assert report(client, case).status_code == 302
    answer = report(client, case, "It stands still")
    assert (answer.status_code, "It stands still" in answer.content.decode()) == (429, True)


def test_only_an_elevator_in_use_has_a_fault_line(client: Client, case: Case) -> None:
    for values in ({"stage": Stage.ACCEPTANCE}, {"is_public": False, "stage": Stage.IN_USE}):
        Case.objects.filter(pk=case.pk).update(**values)
        assert report(client, case).status_code == 404


def test_staff_say_when_it_was_seen_to_and_mended(client: Client, case: Case, clock: time_machine.Traveller) -> None:
    report(client, case)
    fault = Fault.objects.get()
    client.force_login(staff_of(case.community, Role.EDITOR))
    clock.shift(dt.timedelta(minutes=20))
    for _time in range(2):
        mark(client, case, f"seen:{fault.pk}")
    clock.shift(dt.timedelta(hours=3))
    mark(client, case, f"mended:{fault.pk}")
    clock.shift(dt.timedelta(hours=3))
    mark(client, case, f"mended:{fault.pk}")
    with override("en"):
        line = fault_line(case)
        [shown] = line.mended
    assert (shown.state, line.usual, line.open) == ("Mended after 3 hours 20 minutes", "3 hours 20 minutes", ())
    for wrong in ("", "seen", "seen:x", f"gone:{fault.pk}", "seen:" + "9" * 50):
        assert mark(client, case, wrong).status_code == 404


def test_times_as_they_were_are_typed_and_checked(client: Client, case: Case) -> None:
    report(client, case)
    fault = Fault.objects.get()  # at ten in the morning
    client.force_login(staff_of(case.community, Role.EDITOR))
    address = f"/en/sunshine/x/elevators/{case.pk}/staff/faults/{fault.pk}/"
    wrong = [
        ({"seen_at": "2026-09-07T09:59"}, ["seen_at"]),
        ({"seen_at": "2026-09-07T10:01"}, ["seen_at"]),
        ({"mended_at": "2026-09-07T10:00"}, ["seen_at"]),
        ({"seen_at": "soon"}, ["seen_at"]),
    ]
    for typed, fields in wrong:
        answer = client.post(address, {"notes_en": "", **typed})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, fields), typed
    typed = {"seen_at": "2026-09-07T10:00", "mended_at": "2026-09-07T10:00", "notes_en": "A stone in the door"}
    assert client.post(address, typed).status_code == 302
    fault.refresh_from_db()
    assert (fault.mended_at, str(fault.notes)) == (fault.reported_at, "A stone in the door")


def test_what_was_typed_is_for_staff_only(client: Client, case: Case) -> None:
    report(client, case, "Mrs Wang is in it")
    assert "Mrs Wang" not in client.get("/en/sunshine/elevators/block-3/").content.decode()
    client.force_login(staff_of(case.community, Role.EDITOR))
    assert "Mrs Wang" in client.get(f"/en/sunshine/x/elevators/{case.pk}/staff/faults/").content.decode()


def test_spans_are_said_by_their_two_largest_parts() -> None:
    spans = [dt.timedelta(seconds=5), dt.timedelta(hours=2), dt.timedelta(days=1, hours=1, minutes=1)]
    with override("en"):
        assert [duration_text(span) for span in spans] == ["1 minute", "2 hours", "1 day 1 hour"]
