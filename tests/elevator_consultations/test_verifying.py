"""`manage.py verify_consultation` finds whatever was changed behind its back, and says what it cannot prove."""

import datetime as dt
import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.communities.models import Community
from portal.names import Names
from portal.plugins.bundled.elevator_consultations.answering_objections import add_step, answer_objection
from portal.plugins.bundled.elevator_consultations.chain import commitment_of, digest_of
from portal.plugins.bundled.elevator_consultations.choices import Outcome
from portal.plugins.bundled.elevator_consultations.models import Case
from portal.plugins.bundled.elevator_consultations.objecting import record_objection
from portal.plugins.bundled.elevator_consultations.verifying.links import check_links
from portal.plugins.bundled.elevator_consultations.verifying.report import verify_case
from portal.plugins.testing import Role, staff_of
from tests.elevator_consultations.conftest import NOW
from tests.factories.elevator_stages import NOTE, bring_to_notice
from tests.factories.elevators import make_case, make_register

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sunshine: Community) -> Case:
    """Under notice, with an answered objection: every kind of row."""
    case = make_case(sunshine)
    make_register(case, 4)
    bring_to_notice(case)
    editor = staff_of(sunshine, Role.EDITOR)
    objection = record_objection(case, unit=case.units.first(), text="采光", by=editor)
    add_step(objection, on=NOW.date(), what="谈过", by=editor)
    answer_objection(objection, topic=Names(), answers=NOTE, outcome=Outcome.REFUSED, by=editor)
    case.refresh_from_db()
    return case


def sql(text: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        assert cursor.rowcount > 0


def found(case: Case, head: str = "") -> list[str]:
    return verify_case(case.pk, head).findings


def test_an_untouched_case_agrees_and_says_what_is_open(case: Case, capsys: pytest.CaptureFixture) -> None:
    call_command("verify_consultation", str(case.pk))
    said = capsys.readouterr().out
    assert "Chain, tables and sums agree." in said
    assert "Not proved: that the chain was not computed anew" in said


def test_a_head_from_the_notice_says_how_many_rows_came_since(case: Case, capsys: pytest.CaptureFixture) -> None:
    notice = case.notices.get()
    call_command("verify_consultation", str(case.key), "--head", notice.chain_head.upper(), "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["since_head"], said["rows"]) == (True, 3, case.chain_length)
    assert len(said["cannot"]) == 1
    assert verify_case(case.pk, case.chain_head).cannot == []


TAMPERED = {
    "payload": {"unit": 1},
    "commitment": "0" * 64,
    "salt": "no salt",
    "previous": "1" * 64,
    "digest": "0" * 64,
    "kind": "other",
    "subject": "unit:0",
    "at": NOW - dt.timedelta(days=1),
}


def test_tampering_with_any_row_of_the_chain_is_found(case: Case) -> None:
    rows = list(case.chain.all())
    assert list(check_links(case, rows)) == []
    for row in rows:
        for column, value in TAMPERED.items():
            kept = getattr(row, column)
            setattr(row, column, value)
            assert any(f"row {row.number}" in each for each in check_links(case, rows)), (row, column)
            setattr(row, column, kept)


def test_a_row_altered_in_the_database_is_no_crash(case: Case) -> None:
    for number, payload in enumerate(['{"unit": 1}', "[]", "7", '{"decided": true, "result": 3}'] * 5, start=1):
        sql("UPDATE elevator_consultations_chainrow SET payload = %s WHERE number = %s", payload, number)
    assert sum("is not what was committed to" in each for each in found(case)) == 20


BEHIND_ITS_BACK = [
    ("UPDATE unit SET area = 178.5 WHERE id = (SELECT MIN(id) FROM unit)", "is not as it stands in the chain (area)"),
    ("UPDATE unit SET owner_mark = 7", "(owner)"),
    ("UPDATE unit SET is_undelivered = (1 = 1)", "(undelivered)"),
    ("UPDATE answer SET voice = 'object' WHERE id = (SELECT MAX(id) FROM answer)", "(voice)"),
    ("UPDATE answer SET point = 'in clear' WHERE id = (SELECT MAX(id) FROM answer)", "cannot be opened by any key"),
    ("UPDATE answer SET channel = 'paper', entered_why = 'x'", "(channel)"),
    ("UPDATE question SET consent_over = 1", "(rules)"),
    ("UPDATE question SET result = '{}'", "(result)"),
    ("UPDATE case SET stage = 'construction'", "in the stage construction, by its chain in notice"),
    ('UPDATE stagemove SET note = \'{"en": "x"}\'', "a stage move"),
    ("DELETE FROM stagemove WHERE after = 'design'", "missing: 2 stage moves, 3 in the chain"),
    ("UPDATE publicnotice SET frozen = '{}'", "notice:1 does not say what was posted"),
    ("UPDATE publicnotice SET last_day = '2026-09-18'", "(last_day)"),
    ("UPDATE publicnotice SET chain_head = 'x'", "missing: the row that notice:1 carries"),
    ('UPDATE objection SET answers = \'{"en": "yes"}\'', "objection:1 is not as it stands in the chain (answers)"),
    ("UPDATE objection SET outcome = 'settled'", "(outcome)"),
    ("DELETE FROM mediationstep", "(steps)"),
]


def test_tables_that_say_something_else_are_found(case: Case) -> None:
    for statement, said in BEHIND_ITS_BACK:
        with transaction.atomic():
            sql(re.sub(r"(UPDATE|FROM) (?!elev)", r"\1 elevator_consultations_", statement))
            assert any(said in each for each in found(case)), (statement, found(case))
            transaction.set_rollback(True)
    assert found(case) == []


def test_rows_that_are_gone_or_too_many_are_found(case: Case) -> None:
    question = case.questions.get(kind="consent")
    answer = question.answers.first()
    subject = f"answer:{question.pk}/{answer.unit_id}"
    sql("DELETE FROM elevator_consultations_answer WHERE id = %s", answer.pk)
    assert found(case) == [f"missing: {subject} stands in the chain and not in its table"]
    answer.pk = None
    answer.save()
    assert found(case) == []
    [unit] = make_register_behind(case)
    assert found(case) == [f"extra: unit:{unit} stands in its table and not in the chain"]


def make_register_behind(case: Case) -> list[int]:
    """A unit that nobody wrote down in the chain."""
    there = case.units.first()
    household = there.household
    household.pk, household.room = None, "909"
    household.save()
    there.pk, there.household = None, household
    there.save()
    return [there.pk]


def test_rows_cut_out_and_cut_off_are_found(case: Case) -> None:
    last = case.chain.order_by("number").last()
    sql("DELETE FROM elevator_consultations_chainrow WHERE id = %s", last.pk)
    assert f"cut off: row {last.number} at the end" in found(case)
    before = case.chain.order_by("number").last()
    sql(
        "UPDATE elevator_consultations_case SET chain_length = %s, chain_head = %s WHERE id = %s",
        before.number,
        before.digest,
        case.pk,
    )
    assert not any("cut off" in each for each in found(case))
    assert "cut off or computed anew: the head that was given is not in the chain" in found(case, last.digest)
    sql("DELETE FROM elevator_consultations_chainrow WHERE case_id = %s AND number = 3", case.pk)
    assert "missing: row 3" in found(case)


def test_a_chain_computed_anew_is_found_by_its_head_alone(case: Case) -> None:
    """Somebody who owns the database turns an answer and writes everything so that it fits."""
    head, notice_head = case.chain_head, case.notices.get().chain_head
    forge(case)
    assert found(case) == []
    assert verify_case(case.pk).cannot[0].startswith("that the chain was not computed anew")
    for kept in (head, notice_head):
        assert found(case, kept) == ["cut off or computed anew: the head that was given is not in the chain"]


def forge(case: Case) -> None:
    unit = case.units.order_by("pk").first()
    sql("UPDATE elevator_consultations_unit SET owner_mark = 5 WHERE id = %s", unit.pk)
    before, heads = "", {}
    for row in case.chain.order_by("number"):
        old = row.digest
        if row.subject == f"unit:{unit.pk}":
            row.payload["owner"] = 5
        row.commitment, row.previous = commitment_of(row.salt, row.payload), before
        row.digest = before = heads[old] = digest_of(row)
        sql(
            "UPDATE elevator_consultations_chainrow SET payload = %s, commitment = %s, previous = %s, digest = %s "
            "WHERE id = %s",
            json.dumps(row.payload),
            row.commitment,
            row.previous,
            row.digest,
            row.pk,
        )
    sql("UPDATE elevator_consultations_case SET chain_head = %s", before)
    for notice in case.notices.all():
        sql("UPDATE elevator_consultations_publicnotice SET chain_head = %s", heads[notice.chain_head])


def test_a_wrong_sum_that_stands_everywhere_is_found(case: Case) -> None:
    """The result was written wrong into the chain, too: counting anew tells."""
    question = case.questions.get(kind="consent")
    row = case.chain.filter(subject=f"question:{question.pk}").order_by("number").last()
    row.payload["result"]["agree"]["number"] = 3
    sql(
        "UPDATE elevator_consultations_chainrow SET payload = %s, commitment = %s WHERE id = %s",
        json.dumps(row.payload),
        commitment_of(row.salt, row.payload),
        row.pk,
    )
    expected = f"altered: question:{question.pk} in row {row.number}, counted anew, differs in agree"
    assert expected in found(case)


def test_erased_rows_are_said_and_the_chain_still_holds(case: Case) -> None:
    case.chain.filter(kind="answer").update(payload=None, salt="")
    report = verify_case(case.pk, case.chain_head)
    assert (report.findings, report.erased) == ([], 8)
    consent = case.questions.get(kind="consent")
    assert f"that question:{consent.pk} was counted right: rows it needs are erased" in report.cannot
    assert "what 8 erased rows said; that they were not altered is proved" in report.cannot


def test_exit_codes_tell_usage_from_findings(case: Case) -> None:
    own, wrong = str(case.pk), "0" * 64
    for arguments, code in (
        (["0"], 2),
        (["building three"], 2),
        (["9" * 40], 2),
        ([own, "--head", "abc"], 2),
        ([own, "--head", wrong], 1),
    ):
        with pytest.raises(CommandError) as refused:
            call_command("verify_consultation", *arguments)
        assert refused.value.returncode == code


def test_verifying_takes_as_many_queries_for_more_units(case: Case) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert found(case) == []
        return len(seen)

    few = queries()
    make_register(case, [{"room": f"{number}", "floor": 1} for number in range(20)])
    assert queries() == few
