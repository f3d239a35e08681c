"""`make bench`: how long imports take, and what a page costs the processor, on the demo city in a database of its own.

Rates swing on shared machines, so everything is processor time of one warm process, the best of several rounds, and the
number of SQL statements. The city is kept in var/bench (RESET=1 makes it anew).
"""

import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "bench"
DATABASE = FOLDER / "city.sqlite3"
PAGES = (
    "/healthz",
    "/zh-hans/",
    "/en/",
    "/zh-hans/sunshine/",
    "/en/sunshine/",
    "/zh-hans/sunshine/guides/",
    "/en/sunshine/guides/",
    "/zh-hans/sunshine/guides/residence-permit/",
    "/en/sunshine/guides/residence-permit/",
    "/zh-hans/search/?q=%E5%B1%85%E4%BD%8F%E8%AF%81",
    "/en/search/?q=residence+permit",
    "/zh-hans/no-such-page/",
)
IMPORTS = ("django", "wagtail", "elasticsearch", "pypinyin", "portal.urls")
ROUNDS, REQUESTS = 3, 5
SAMPLES, CALLS = ("tools", "faulty", "slow"), 50


def prepare() -> None:
    if os.environ.get("RESET") == "1":
        shutil.rmtree(FOLDER, ignore_errors=True)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": f"sqlite:///{DATABASE}",
        "PORTAL_DATA_DIR": str(FOLDER),
        "SEARCH_URL": "",
        "REDIS_URL": "",
    }
    if not DATABASE.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        for command in (["migrate", "--verbosity=0", "--run-syncdb"], ["seed_demo"], ["rebuild_search"]):
            subprocess.run([sys.executable, ROOT / "manage.py", *command], check=True)


def best(measure: Callable[[], float]) -> float:
    return min(measure() for _round in range(ROUNDS))


def import_seconds(module: str) -> float:
    """Processor seconds to import it in a new process, Django set up first where it is ours."""
    setup = "import django; django.setup();" if module.startswith("portal") else ""
    code = f"import time; {setup} start = time.process_time(); import {module}; print(time.process_time() - start)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def setup_seconds() -> float:
    code = "import time, django; django.setup(); print(time.process_time())"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def report_imports() -> None:
    say("imports, ms of processor time")
    say(f"  {best(setup_seconds) * 1000:7.0f}  python -c 'django.setup()'")
    for module in IMPORTS:
        say(f"  {best(lambda: import_seconds(module)) * 1000:7.0f}  import {module}")  # noqa: B023 - called at once


def report_pages() -> None:
    import django  # noqa: PLC0415 - after the environment is set

    django.setup()
    logging.disable(logging.WARNING)  # a missing page is one of those measured
    from django.conf import settings  # noqa: PLC0415 - likewise
    from django.db import connection  # noqa: PLC0415 - likewise
    from django.test import Client  # noqa: PLC0415 - likewise
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - likewise

    client = Client()

    def milliseconds(path: str) -> float:
        start = time.process_time()
        for _request in range(REQUESTS):
            client.get(path)
        return (time.process_time() - start) / REQUESTS * 1000

    say("pages: ms of processor time, ms when kept in the page cache, SQL statements, status, KiB")
    for path in PAGES:
        settings.PAGE_CACHE_SECONDS = 0
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        statements = len(queries)
        made = best(lambda: milliseconds(path))  # noqa: B023 - called at once
        settings.PAGE_CACHE_SECONDS = 60
        client.get(path)
        kept = best(lambda: milliseconds(path))  # noqa: B023 - called at once
        size = len(response.content) / 1024
        say(f"  {made:7.1f} {kept:6.1f} {statements:4d}  {response.status_code} {size:6.1f}  {path}")


def report_hooks() -> None:
    """What it costs to call the hooks of a community's home page with the sample plugins on there. Rolled back
    afterwards; the savepoints that come with that are part of what is measured, residents' pages have none."""
    from django.db import transaction  # noqa: PLC0415 - once Django is set up
    from django.test import RequestFactory  # noqa: PLC0415 - likewise

    from portal.communities.models import Community  # noqa: PLC0415 - likewise
    from portal.plugins.activation import states_in  # noqa: PLC0415 - likewise
    from portal.plugins.calling import call, plugin_manager  # noqa: PLC0415 - likewise
    from portal.plugins.testing.city import switch_on  # noqa: PLC0415 - likewise

    with transaction.atomic():
        community = Community.objects.with_street().get(slug="sunshine")
        for key in SAMPLES:
            switch_on(key, community)
        request = RequestFactory().get("/en/sunshine/")
        states_in(request, community)
        arguments = {"request": request, "community": community}
        callers = [getattr(plugin_manager.hook, hook) for hook in ("menu_links", "home_cards")]
        theirs = [found for caller in callers for found in caller.get_hookimpls() if found.plugin_name in SAMPLES]

        def ask_alone() -> None:
            for found in theirs:
                values = {**arguments, "settings": {}}
                list(found.function(*(values[name] for name in found.argnames)))

        def ask() -> None:
            for caller in callers:
                for key in SAMPLES:
                    call(caller.name, only=key, **arguments)

        def milliseconds(run: Callable[[], None]) -> float:
            start = time.process_time()
            for _call in range(CALLS):
                run()
            return (time.process_time() - start) / CALLS * 1000

        milliseconds(ask)
        own, whole = best(lambda: milliseconds(ask_alone)), best(lambda: milliseconds(ask))
        say(f"hooks: ms of processor time a page to call {len(theirs)}, and the plugins' own work in them")
        say(f"  {whole - own:7.2f} {own:6.2f}")
        transaction.set_rollback(True)


def report_calendar() -> None:
    import calendar_pages  # noqa: PLC0415 - once Django is set up
    from django.conf import settings  # noqa: PLC0415 - likewise

    settings.PAGE_CACHE_SECONDS = 0
    say("calendar: ms of processor time, SQL statements, size; sixty series twice a week by four providers")
    for row in calendar_pages.rows():
        say(row)


def report_indexing() -> None:
    import indexing  # noqa: PLC0415 - once Django is set up

    say("search index: how many a second of processor time")
    for row in indexing.rows():
        say(row)


def report_search() -> None:
    import search_pages  # noqa: PLC0415 - once Django is set up
    from django.conf import settings  # noqa: PLC0415 - likewise

    settings.PAGE_CACHE_SECONDS = 0
    say("search: ms of our processor time, ms in all, SQL statements; 2,000 entries of each language")
    for row in search_pages.rows():
        say(row)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    prepare()
    report_imports()
    report_pages()
    report_hooks()
    report_calendar()
    report_indexing()
    report_search()
