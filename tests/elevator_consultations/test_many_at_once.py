"""Fifty households at the same moment, each a process with a connection of its own; some change their minds, some press
twice, some are killed between answer and chain."""

import pytest
from django.db import connection

from tests.processes import CODE, Database

pytestmark = pytest.mark.django_db
#: The case as `storing` would have it; no page is needed to answer.
PREPARE = """
import json, multiprocessing, os, random, signal, uuid
from django.db import connections, transaction
from portal.communities.models import Community
from portal.names import Names
from portal.plugins.bundled.elevator_consultations import answering
from portal.plugins.bundled.elevator_consultations.asking import decide_question
from portal.plugins.bundled.elevator_consultations.choices import Voice
from portal.plugins.bundled.elevator_consultations.models import Answer, Case, ChainRow, Unit
from portal.plugins.bundled.elevator_consultations.registering import change_unit
from portal.plugins.bundled.elevator_consultations.verifying.report import verify_case
from tests.factories.elevator_questions import make_question, say
from tests.factories.elevators import make_register
community = Community.objects.get(code="{code}")
context = multiprocessing.get_context("fork")
names = Names({{"zh-hans": "3幢"}})
case = Case.objects.create(key=uuid.uuid4(), community=community, names=names, path="elevators/x/")
units = make_register(case, {people})
asked = make_question(case)

def everybody(act, people={people}):
    connections.close_all()
    barrier = context.Barrier(people)
    def person(number):
        code = 0
        try:
            barrier.wait()
            act(number)
        except BaseException:
            code = 7
        finally:
            connections.close_all()
            os._exit(code)
    started = [context.Process(target=person, args=(number,)) for number in range(people)]
    for each in started:
        each.start()
    for each in started:
        each.join()
    return [each.exitcode for each in started]

def sums():
    standing = dict(Answer.objects.filter(question=asked).values_list("unit", "voice"))
    said = {{}}
    for row in ChainRow.objects.filter(case=case, kind="answer").order_by("number"):
        said[row.payload["unit"]] = row.payload["voice"]
    return standing, said, verify_case(case.pk).findings
"""
ANSWERED = """
last = ["agree", "object", "abstain"]
def household(number):
    if number % 3 == 0:
        say(asked, units[number], "object", "the light")     # and thinks again
    for _time in range(2 if number % 5 == 0 else 1):         # presses twice
        say(asked, units[number], last[number % 3])
codes = everybody(household)
standing, said, findings = sums()
wanted = {unit.pk: last[number % 3] for number, unit in enumerate(units)}
decided = decide_question(asked, by=None, why="all have answered").result
voices = [decided[name]["number"] for name in ("agree", "object", "abstain")]
print(json.dumps([sum(codes), standing == said == wanted, findings, voices, verify_case(case.pk).findings]))
"""
TWO_BROWSERS = """
unit = units[0]
codes = everybody(lambda number: say(asked, unit, ["agree", "object", "abstain"][number % 3]))
standing, said, findings = sums()
print(json.dumps([sum(codes), len(standing), standing == said, findings]))
"""
WITH_THE_REGISTER = """
def somebody(number):
    if number % 2:
        say(asked, units[number], "agree")
    else:
        change_unit(units[number], by=None, why="measured", area="80.00")
codes = everybody(somebody)
standing, said, findings = sums()
print(json.dumps([sum(codes), len(standing), standing == said, findings]))
"""
KILLED = """
write = answering.append
def killed(*arguments):
    "Answer written, chain not yet; or both, and nothing committed."
    if random.random() < 0.5:
        os.kill(os.getpid(), signal.SIGKILL)
    write(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
def household(number):
    if number % 2:
        answering.append = killed
    say(asked, units[number], "agree")
codes = everybody(household)
standing, said, findings = sums()
whole = [standing == said, len(standing), findings]
for unit in units:
    say(asked, unit, "agree")
standing, said, findings = sums()
print(json.dumps([[code for code in codes if code > 0], *whole, standing == said, len(standing), findings]))
"""


def run(database: Database, act: str, *, people: int) -> object:
    return database.run(PREPARE.format(code=CODE, people=people) + act)


@pytest.fixture
def people() -> int:
    return 50 if connection.vendor == "postgresql" else 9


def test_households_at_once_count_once_each(database: Database, people: int) -> None:
    voices = [len(range(place, people, 3)) for place in range(3)]
    assert run(database, ANSWERED, people=people) == [0, True, [], voices, []]


def test_one_household_in_many_browsers_has_one_voice(database: Database, people: int) -> None:
    assert run(database, TWO_BROWSERS, people=people) == [0, 1, True, []]


def test_register_changes_meanwhile_and_nobody_waits_for_ever(database: Database, people: int) -> None:
    assert run(database, WITH_THE_REGISTER, people=people) == [0, people // 2, True, []]


def test_killed_between_answer_and_chain_is_both_or_neither(database: Database, people: int) -> None:
    left = people - people // 2
    assert run(database, KILLED, people=people) == [[], True, left, [], True, people, []]
