"""What every test gets: message catalogues, an empty cache, and honest skips."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from portal.operations.catalogues import compile_catalogues
from portal.plugins.testing.database import (  # noqa: F401 - fixtures: pytest finds them by name
    django_db_keepdb,
    django_db_modify_db_settings,
    django_db_setup,
)
from portal.plugins.testing.kept import BOOK
from tests.factories.communities import CommunityFactory, DistrictFactory, StreetFactory
from tests.processes import Database, shared

compile_catalogues()
compile_catalogues(Path(__file__).parent / "sample_plugins")
# Django, set up by now, has looked for them already; this is what it does itself when one changes.
translation_file_changed(sender=None, file_path=Path("django.mo"))

# Marked tests that need what a clone does not have: the variable that says where it is.
ELSEWHERE = {"shared": "LINLI_SHARED", "elasticsearch": "ELASTICSEARCH_URL"}
IN_CI = os.environ.get("CI") == "true"


def pytest_configure(config: pytest.Config) -> None:
    """Tests empty the cache: processes that run at the same time need a Redis database each."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    if settings.REDIS_URL:
        server, _slash, number = settings.REDIS_URL.rpartition("/")
        own = f"{server}/{(int(number) - int(process)) % 16}"
        # Also for the processes that tests start: they empty it, too.
        settings.CACHES["default"]["LOCATION"] = os.environ["REDIS_URL"] = own


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Function]) -> None:
    leave_out_what_runs_elsewhere(config, items)
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
        for mark, variable in ELSEWHERE.items():
            if item.get_closest_marker(mark) and not os.environ.get(variable):
                item.add_marker(pytest.mark.skip(reason=f"set {variable} to run it"))
    put_long_files_first(items)


def leave_out_what_runs_elsewhere(config: pytest.Config, items: list[pytest.Function]) -> None:
    """On PostgreSQL also files of which no test asks for a database: another one makes no difference to them."""
    elsewhere, files = {"postgresql"}, {item.path for item in items}
    if connection.vendor == "postgresql":
        elsewhere, files = {"own_suite", "walk"}, {item.path for item in items if asks_for_database(item)}
    run = [item for item in items if item.path in files and elsewhere.isdisjoint(marks_of(item))]
    config.hook.pytest_deselected(items=list(set(items) - set(run)))
    items[:] = run


def marks_of(item: pytest.Function) -> set[str]:
    return {mark.name for mark in item.iter_markers()}


def asks_for_database(item: pytest.Function) -> bool:
    return item.get_closest_marker("django_db") is not None or "django_db_setup" in item.fixturenames


def put_long_files_first(items: list[pytest.Function]) -> None:
    """Or one process would be busy with them when the others are through. Journeys come second: whichever is the first
    makes a city, for which the others wait."""
    own_suites, journeys = (
        {item.path for item in items if item.get_closest_marker(mark)} for mark in ("own_suite", "browser")
    )
    items.sort(key=lambda item: (item.path not in own_suites, item.path not in journeys))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """In continuous integration nothing is skipped silently: what is missing there has to be installed."""
    report = yield
    if IN_CI and report.skipped and not any(item.get_closest_marker(mark) for mark in ELSEWHERE):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"CI=true forbids skips: {reason}"
    return report


@pytest.fixture(autouse=True)
def _fresh_start() -> None:
    """Nothing remembered from the test before: not in the cache, nor which language somebody read, nor numbers."""
    cache.clear()
    translation.deactivate()
    for factory in (DistrictFactory, StreetFactory, CommunityFactory):
        factory.reset_sequence(0)
    BOOK.open()


@pytest.fixture
def database(django_db_setup: None, tmp_path: Path) -> Iterator[Database]:  # noqa: F811 - the fixture
    """For programs beside the test (`tests.processes`)."""
    with shared(tmp_path) as found:
        yield found
