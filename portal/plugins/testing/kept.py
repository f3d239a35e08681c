"""Setup that many tests ask for is made once a process, and copied, row for row, for the tests that ask again.

A function marked `kept` runs when it is called for the first time, and what it wrote is read back from the database. A
later test that has called the same `kept` functions until then, and has written nothing else, gets those rows with
their ids, and the callbacks that wait for a commit. In any other state of the database the function runs again, as it
does at another frozen time, in another language, or with other settings or plugins. Tests cannot tell the difference.
"""

import datetime as dt
import functools
import re
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar, cast

from django.conf import settings
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.utils import timezone, translation

from portal.plugins.registry import installed
from portal.plugins.testing.rows import deletion, insertion, primary_keys, rows_of

Arguments = ParamSpec("Arguments")
Made = TypeVar("Made", bound=models.Model | None)

WRITES = re.compile(r'\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "?(\w+)')
READS = re.compile(r"\s*(?:\(?SELECT|SAVEPOINT|RELEASE|PRAGMA|SET CONSTRAINTS|BEGIN|EXPLAIN)")
ACCOUNT = re.compile(r'INSERT INTO "auth_user" ')  # by itself it changes nothing that is kept
CLOCK_STARTED = time.time() - time.monotonic()  # what freezes time leaves `monotonic` alone


@dataclass
class Copy:
    """What one call changed in the database, and what it gave back."""

    gone: list[tuple[str, list[Any]]] = field(default_factory=list)
    new: list[tuple[str, list[Any]]] = field(default_factory=list)
    callbacks: list[tuple[Callable[[], object], bool]] = field(default_factory=list)
    marks: dict[str, set[Any]] = field(default_factory=dict)  # as `waiting_marks` has them
    made: models.Model | None = None

    def write(self) -> None:
        with connection.cursor() as cursor:
            for sql, parameters in (*self.gone, *self.new):
                cursor.execute(sql, parameters)
        for callback, robust in self.callbacks:
            transaction.on_commit(callback, robust=robust)
        wait_for_commit(self.marks)
        cache.clear()


@dataclass
class State:
    """A database as tests find it after some kept calls: which copies are there for the next one."""

    copies: dict[Hashable, tuple[Copy, "State"]] = field(default_factory=dict)


class Book:
    """Follows what this process's tests write."""

    def __init__(self) -> None:
        self.untouched = State()
        self.state: State | None = None  # of the test that runs; None: something else was written
        self.tables: set[str] | None = None  # that are written while a call is observed
        self.is_busy = False

    def open(self) -> None:
        """At the beginning of each test."""
        self.state = self.untouched
        if self.note not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.note)

    def note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Django's `execute_wrapper`."""
        if self.is_busy:
            if self.tables is not None and (written := WRITES.match(sql)):
                self.tables.add(written[1])
            elif not READS.match(sql) and not sql.startswith("ROLLBACK TO"):  # the rows are compared at the end
                self.tables = None
        elif not READS.match(sql):
            if not is_undone_later():
                self.untouched, self.state = State(), None
            elif not ACCOUNT.match(sql):
                self.state = None
        return execute(sql, params, many, context)

    @contextmanager
    def busy(self) -> Iterator[None]:
        self.is_busy, self.tables = True, set()
        try:
            yield
        finally:
            self.is_busy, self.tables = False, None

    def make(self, state: State, function: Callable[[], models.Model | None], key: Hashable) -> models.Model | None:
        self.state = None
        if known := state.copies.get(key):
            with self.busy():
                known[0].write()
        else:
            with self.busy():
                copy, after = self.observe(function)
            if after is None:
                return copy.made
            known = state.copies[key] = copy, after
        self.state = known[1]
        return known[0].made

    def observe(self, function: Callable[[], models.Model | None]) -> tuple[Copy, State | None]:
        before = {table: rows_of(table) for table in primary_keys()}
        callbacks, earlier = len(connection.run_on_commit), waiting_marks()
        for name in earlier:
            vars(connections[DEFAULT_DB_ALIAS])[name].clear()
        copy = Copy(made=function(), marks=waiting_marks())
        wait_for_commit(earlier)
        if self.tables is None or not self.tables <= before.keys() - {"auth_user"}:
            return copy, None
        for table in sorted(self.tables):
            then, now = before[table], rows_of(table)
            if gone := [key for key, row in then.items() if now.get(key) != row]:
                copy.gone.append(deletion(table, gone))
            if new := [row for key, row in now.items() if then.get(key) != row]:
                copy.new.append(insertion(table, new))
        for _savepoints, callback, robust in connection.run_on_commit[callbacks:]:  # type: ignore[misc] # there are 3
            copy.callbacks.append((callback, robust))
        return copy, State()


def waiting_marks() -> dict[str, set[Any]]:
    """What search and the calendar note on the connection for the commit: sets by a name that ends so."""
    return {name: set(value) for name, value in vars(connections[DEFAULT_DB_ALIAS]).items() if name.endswith("_marks")}


def wait_for_commit(marks: Mapping[str, set[Any]]) -> None:
    for name, waiting in marks.items():
        vars(connections[DEFAULT_DB_ALIAS]).setdefault(name, set()).update(waiting)


BOOK = Book()


def kept(function: Callable[Arguments, Made]) -> Callable[Arguments, Made]:
    """For functions of setup that give back a row, or nothing, and depend on their arguments and the database."""

    @functools.wraps(function)
    def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Made:
        key = (function, surroundings(), *map(known_by, (*args, *kwargs.keys(), *kwargs.values())))
        state = BOOK.state
        if state is None or BOOK.is_busy or not is_undone_later() or None in key[2:]:
            return function(*args, **kwargs)
        made = BOOK.make(state, lambda: function(*args, **kwargs), key)
        return cast(Made, made and type(made)._base_manager.get(pk=made.pk))

    return call


def is_undone_later() -> bool:
    """Within pytest-django's transaction. What is committed changes the database for the tests to come."""
    blocks = connection.atomic_blocks
    return bool(blocks) and blocks[0]._from_testcase  # type: ignore[attr-defined] # Django sets it for its tests


def known_by(value: object) -> Hashable:
    """Equal for equal values, in this process; None for what cannot be told."""
    if isinstance(value, models.Model):
        return (value._meta.label, value.pk)
    return repr(value) if not re.search(r" at 0x|<\w+Proxy", repr(value)) else None


def surroundings() -> Hashable:
    overridden = vars(settings)["_wrapped"]
    changed = []
    while "default_settings" in vars(overridden):
        changed += [(name, repr(value)) for name, value in vars(overridden).items() if name.isupper()]
        overridden = overridden.default_settings
    return (moment(), translation.get_language(), tuple(installed()), tuple(changed))


def moment() -> dt.date | dt.datetime:
    """The day; where a test has moved the clock, the very moment."""
    is_moved = abs(time.time() - time.monotonic() - CLOCK_STARTED) > 1
    return timezone.now() if is_moved else timezone.localdate()
