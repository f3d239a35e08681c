"""Workers that run at the same time, and one that is killed in the middle: real processes, on either database."""

import signal

import pytest

from tests.processes import CODE, Database, finish

pytestmark = pytest.mark.django_db
MESSAGES = 40
KINDS = """
from portal.notifications.kinds import MessageKind, register_kind
register_kind(MessageKind("test.alarm", "Alarm", "Come at once", is_urgent=True))
from portal.notifications.models import Delivery, OutboxText
"""
LONG_AGO = """
Delivery.objects.filter(status="waiting").update(next_at="2026-01-01T00:00Z")
"""
WRITE = f"""{KINDS}
from portal.communities.models import Community
from portal.notifications.actions import Recipient, tell
community = Community.objects.get(code="{CODE}")
for number in range({MESSAGES}):
    to = Recipient("Person", phone=f"1380000{{number:04d}}", language="en")
    tell("test.alarm", to=to, community=community, about="test:workers", key=f"worker-{{number}}")
# Delivered at once, since tests have no worker: put them back.
Delivery.objects.update(status="waiting", done_at=None, attempts=0)
OutboxText.objects.all().delete()
{LONG_AGO}"""
WORK = f"""{KINDS}
from portal.notifications.worker import deliver_due
deliver_due()
"""
# Dies after the provider has taken the third message and before that is written down.
DIE = f"""{KINDS}
import os, signal
from portal.notifications import worker
taken = []
def mark_told(delivery, mark_told=worker.mark_told):
    taken.append(delivery)
    if len(taken) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    mark_told(delivery)
worker.mark_told = mark_told
worker.deliver_due()
"""
TELL = f"""{KINDS}
import json
phones = sorted(OutboxText.objects.values_list("phone", flat=True))
rows = sorted(set(Delivery.objects.values_list("status", "attempts")))
print(json.dumps([phones, rows]))
"""
EVERYBODY = [f"1380000{number:04d}" for number in range(MESSAGES)]


def test_two_workers_send_each_message_once(database: Database) -> None:
    database.run(WRITE)
    assert finish(database.start(WORK), database.start(WORK)) == [0, 0]
    assert database.run(TELL) == [EVERYBODY, [["done", 1]]]


def test_killed_worker_loses_and_doubles_nothing(database: Database) -> None:
    database.run(WRITE)
    assert finish(database.start(DIE)) == [-signal.SIGKILL]
    phones, rows = database.run(TELL)
    assert (len(phones), rows) == (3, [["done", 1], ["waiting", 0], ["waiting", 1]])
    database.run(KINDS + LONG_AGO)  # the minute has passed
    assert finish(database.start(WORK)) == [0]
    assert database.run(TELL) == [EVERYBODY, [["done", 1], ["done", 2]]]
