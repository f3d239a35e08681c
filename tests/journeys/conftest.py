"""A real browser on a portal that runs in another process, with the demo city in its own SQLite database.

    def test_resident_finds_a_guide(city, page):          # `city`: shared by all tests, only read it
        page.goto(f"{city.url}/zh-hans/")

    def test_editor_publishes(edited_city, signed_in):    # `edited_city`: shared too, change one page that is yours
        page = signed_in(SUNSHINE)

    def test_engine_dies(plugged_city, open_page): ...  # a fresh copy, break what you like

Both shared cities search with the demo's engine. Every test with `page` or `open_page` fails on what `watching.Watch`
finds. No ORM here: Playwright's synchronous API runs an event loop, Django refuses queries inside; use
`city.work(...)`, `city.manage(...)` and `city.rows(...)`.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from portal.operations.demo_logins import DemoLogin
from tests.journeys import editor
from tests.journeys.cities import City, city_in, copy_city, seed
from tests.journeys.people import arrive
from tests.journeys.watching import Watch
from tests.search.sick import Server, relay_to, server

#: The first starts a page in a tenth of the processor time: it opens no windows.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
HOW_TO_GET_IT = (
    "no Chromium: `apt install chromium-headless-shell fonts-noto-cjk` (Debian; elsewhere chromium),"
    " `brew install --cask chromium` (macOS), or set LINLI_CHROMIUM to the program"
)
FLAGS = [
    "--no-sandbox",  # runs as root in containers; it visits nothing but our own server
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds; generous: it shares the machine with the suite
NO_ENGINE = "no osmem-server for this platform, or SEARCH=basic: pip install -e '.[demo]' where it has a wheel"

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def seeded(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a portal with the demo city, made by whichever process asks first; copy it with `copy_city`."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "seeded"
    folder.mkdir(exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / ".made").exists():
            seed(folder)
            (folder / ".made").touch()
    return folder


@pytest.fixture(scope="session")
def city(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with city_in(copy_city(seeded, tmp_path_factory.mktemp("read") / "city")) as shared:
        shared.start_engine()
        shared.serve()
        yield shared


@pytest.fixture(scope="session")
def edited_city(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Starting one takes seconds, so all who edit share it; none may lean on what another one did."""
    with city_in(copy_city(seeded, tmp_path_factory.mktemp("edited") / "city")) as shared:
        arrive(shared)
        shared.start_engine()
        shared.serve()
        yield shared


@pytest.fixture
def plugged_city(seeded: Path, tmp_path: Path) -> Iterator[tuple[City, Server]]:
    """A fresh copy with an engine of its own, and the plug between them."""
    with city_in(copy_city(seeded, tmp_path / "city")) as own:
        own.start_engine()
        if not own.has_engine:
            pytest.skip(NO_ENGINE)
        with server(relay_to(own.environment["SEARCH_URL"])) as plug:
            own.environment["SEARCH_URL"] = plug.url
            own.serve()
            yield own, plug


def _chromium() -> str:
    candidates = [os.environ.get("LINLI_CHROMIUM"), *map(shutil.which, NAMES), *filter(os.path.exists, MAC_APPS)]
    found = next(filter(None, candidates), None)
    if not found:
        pytest.skip(HOW_TO_GET_IT)
    return found


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all journeys and no longer: while Playwright runs, no other test of this process could use the ORM."""
    program = _chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(width=390, javascript=False, language="en")`: a page of a new visitor, as many as you like."""
    contexts, watch = [], Watch()

    def open_one(*, width: int = 1280, language: str = "zh-CN", javascript: bool = True, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844}, locale=language, java_script_enabled=javascript, **options
        )
        contexts.append(context)
        watch.over(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert watch.problems == []


@pytest.fixture
def signed_in(edited_city: City, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """`signed_in(SUNSHINE, language="zh-CN")`: in the admin of `edited_city`; a login is walked once a session."""

    def come_in(login: DemoLogin, *, language: str = "en-GB", **options: Any) -> Page:
        sessions = edited_city.sessions
        page = open_page(language=language, storage_state=sessions.get(login.username), **options)
        if login.username not in sessions:
            editor.log_in(page, edited_city.url, login)
            sessions[login.username] = page.context.storage_state()
        return page

    return come_in


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A desktop visitor who prefers Chinese."""
    return open_page()
