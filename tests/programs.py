"""Programs that run beside the test, each a process of its own: forked from a server that has set Django up once, which
takes seconds. The server imports this file: nothing here may open a connection or start a thread.
"""

import json
import multiprocessing
import socket
import sys
import traceback
from typing import Any

import django
from django.conf import settings
from django.db import connection

from portal.settings.base import SQLITE_OPTIONS

django.setup()  # does nothing where it is

#: Seconds for a word of a program, and for its end: far more than any of them takes.
DEADLINE = 600.0


class Program:
    """Runs `code` on the database of this name, with these settings, once `go` is called; its standard input and output
    are ours."""

    def __init__(self, code: str, database: str, **settings: object) -> None:
        ours, theirs = socket.socketpair()
        server = multiprocessing.get_context("forkserver")
        server.set_forkserver_preload([__name__])
        self.process = server.Process(target=run, args=(code, database, settings, theirs))
        self.process.start()
        theirs.close()
        ours.settimeout(DEADLINE)
        self.socket, self.output = ours, ours.makefile(encoding="utf-8")
        assert self.output.readline() == "ready\n", "it did not start"

    def go(self) -> None:
        self.send("")

    def send(self, line: str) -> None:
        self.socket.sendall(f"{line}\n".encode())

    def ask(self, question: Any) -> Any:
        """For programs that answer a line of JSON with one."""
        self.send(json.dumps(question))
        return json.loads(self.output.readline())

    def end(self) -> tuple[int, str]:
        """No input comes any more: its exit code, below 0 where a signal ended it, and what it still said."""
        self.socket.shutdown(socket.SHUT_WR)
        said = self.output.read()
        self.process.join(DEADLINE)
        code = self.process.exitcode
        assert code is not None, "it does not end"
        for each in (self.output, self.socket, self.process):
            each.close()
        return code, said


def run(code: str, database: str, changed: dict[str, object], theirs: socket.socket) -> None:
    """In the program's process."""
    for name, value in changed.items():
        setattr(settings, name, value)
    connection.settings_dict["NAME"] = database
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"] = dict(SQLITE_OPTIONS)
    sys.stdin, sys.stdout = theirs.makefile("r", encoding="utf-8"), theirs.makefile("w", encoding="utf-8")
    theirs.close()
    print("ready", flush=True)  # noqa: T201 - the answer to whoever started it
    sys.stdin.readline()
    try:
        exec(code, {"__name__": "__main__"})  # noqa: S102 - the code is the test's own
    except Exception:
        traceback.print_exc(file=sys.stdout)
        raise SystemExit(1) from None
    finally:
        sys.stdout.flush()
