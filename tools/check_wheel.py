"""Build the wheel, install it in an empty environment beside a freshly written plugin, and see both work there.

Standard library only. Needs git, and what pip needs to install packages. Prints what it does and how long it took.
"""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import venv
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = "seed_swaps"
HERE, ELSEWHERE = "sunshine", "heping"
READY_WITHIN = 300
STARTED = time.monotonic()
# Nothing of ours: no settings, no paths, no cache or search engine of this machine.
OURS = ("PYTHON", "PORTAL_", "DJANGO_", "DATABASE_", "REDIS_", "SEARCH", "DEMO_DIR", "RESET")
BARE = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def say(text: str) -> None:
    sys.stdout.write(f"{time.monotonic() - STARTED:5.0f} s  {text}\n")
    sys.stdout.flush()


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What the command printed; its whole output and the end of this program where it failed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=BARE | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}")
    return done.stdout


def expect(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        sys.exit(f"{what}: {found!r} instead of {wanted!r}")


def wait_until(condition: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.2)


def expect_soon(what: str, find: Callable[[], object], wanted: object) -> None:
    """Without Redis the web server sees what a command changed up to a minute later."""
    deadline = time.monotonic() + 150
    while (found := find()) != wanted and time.monotonic() < deadline:
        time.sleep(2)
    expect(what, found, wanted)


def copy_source(to: Path) -> list[str]:
    """What a clone has, and what is not committed yet; the names of its files."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).split("\0")
    names = [name for name in listed if name and (ROOT / name).is_file()]
    for name in names:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, to / name)
    return names


def build(folder: Path, python: Path, *, into: Path) -> Path:
    run(python, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", into, f"{folder}/", cwd=folder)
    return next(into.glob("*.whl"))


def check_contents(wheel: Path, names: list[str]) -> None:
    """Every file of the two packages and no other; of catalogues the compiled form."""
    wanted = {name for name in names if name.startswith(("portal/", "search/"))}
    ours = {name for name in wanted if name.endswith(".po")}
    compiled = {name.removesuffix(".po") + ".mo" for name in ours}
    wanted = (wanted - {name for name in ours if "/scaffold/" not in name}) | compiled
    found = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    expect("missing in the wheel", sorted(wanted - found), [])
    expect("nobody's in the wheel", sorted(found - wanted), [])
    say(f"The wheel holds {len(found)} files, {len(compiled)} of them message catalogues")


def files_of(environment: Path) -> dict[str, tuple[int, int]]:
    """Everything installed, with size and time of change, without Python's own caches."""
    states = {path: path.stat() for path in environment.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    return {str(path): (state.st_size, state.st_mtime_ns) for path, state in states.items()}


@contextmanager
def demo(python: Path, folder: Path) -> Iterator[str]:
    """Its address, as long as it runs; stopped as Ctrl-C stops it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    output = folder / "output"
    with output.open("w") as file:
        process = subprocess.Popen(
            [python.with_name("linli"), "demo"],
            cwd=folder,
            env=BARE | {"PORT": str(port), "SEARCH": "basic"},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(lambda: process.poll() is not None or "\nReady: " in output.read_text(), seconds=READY_WITHIN)
        if process.poll() is not None or "\nReady: " not in output.read_text():
            sys.exit(f"The demo did not start:\n{output.read_text()}")
        say("The demo is ready")
        yield f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGINT)
        expect("the demo's exit code", process.wait(30), 0)
    finally:
        process.terminate()  # it stops what it started
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()
        process.wait()


class Visitor:
    """A browser without a screen: keeps cookies, follows redirects."""

    def __init__(self, address: str) -> None:
        self.address = address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)

    def get(self, path: str, **data: str) -> tuple[int, str]:
        """Status and page; posts where there is data. Nothing comes from the page cache: the addresses are new."""
        body = urllib.parse.urlencode(data).encode() if data else None
        try:
            with self.opener.open(f"{self.address}{path}?at={time.monotonic_ns()}", body, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def statuses(self, *paths: str) -> list[int]:
        return [self.get(path)[0] for path in paths]


def see_plugin_at_work(address: str, linli: Path, folder: Path) -> None:
    visitor = Visitor(address)
    expect("home pages", visitor.statuses("/zh-hans/", "/en/", f"/en/{HERE}/"), [200, 200, 200])
    page, form = f"{HERE}/seed-swaps/", f"{HERE}/x/{PLUGIN}/sign-up/"
    places = [f"/en/{page}", f"/zh-hans/{page}", f"/en/{form}", f"/en/{ELSEWHERE}/seed-swaps/"]
    expect("pages before it is on", visitor.statuses(*places), [404, 404, 404, 404])
    run(linli, "plugin_policy", PLUGIN, "available", cwd=folder)
    run(linli, "enable_plugin", PLUGIN, "--community", HERE, cwd=folder)
    # The demo's processes share no cache: what a command changes, the web server knows within a minute.
    wait_until(lambda: visitor.statuses(places[0]) == [200], seconds=75)
    expect_soon("pages where it is on", lambda: visitor.statuses(*places), [200, 200, 200, 404])
    for language, title in (("zh-hans", "种子交换"), ("en", "Seed swaps")):
        home = f"/{language}/{HERE}/"
        expect_soon(f"its card in {language}", lambda at=home, word=title: word in visitor.get(at)[1], True)
        expect("its card elsewhere", title in visitor.get(f"/{language}/{ELSEWHERE}/")[1], False)
    expect("its form speaks Chinese", "您的姓名" in visitor.get(f"/zh-hans/{form}")[1], True)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', visitor.get(f"/en/{form}")[1])
    answers = {"csrfmiddlewaretoken": token[1] if token else "", "name": "Mei", "phone": "13800000000"}
    expect("what it says to a sign-up", "You are on the list" in visitor.get(f"/en/{form}", **answers)[1], True)
    run(linli, "enable_plugin", PLUGIN, "--community", HERE, "--off", cwd=folder)
    expect_soon("pages after it is off", lambda: visitor.statuses(*places), [404, 404, 404, 404])
    say("The plugin worked where it was on, and nowhere else")


def main(folder: Path) -> None:
    source, environment = folder / "source", folder / "environment"
    python, linli = environment / "bin" / "python", environment / "bin" / "linli"
    names = copy_source(source)
    venv.create(environment, with_pip=True)
    wheel = build(source, python, into=folder / "wheels")
    check_contents(wheel, names)
    pip = (python, "-m", "pip", "install", "--disable-pip-version-check", "-c", source / "constraints.txt")
    run(*pip, f"{wheel}[plugin-test]", cwd=folder)
    say("Installed")

    begun = time.monotonic()
    run(linli, "startplugin", PLUGIN, "--title-zh-hans", "种子交换", "--title-en", "Seed swaps", cwd=folder)
    plugin = build(folder / PLUGIN, python, into=folder / "plugin wheels")
    run(*pip, plugin, cwd=folder)
    # Its tests without its source: they see what the wheel brought.
    shutil.rmtree(folder / PLUGIN / PLUGIN)
    run(python, "-m", "pytest", "-q", cwd=folder / PLUGIN)
    say(f"A new plugin's tests are green, {time.monotonic() - begun:.0f} s after startplugin")

    installed = files_of(environment)
    place = folder / "somewhere"
    place.mkdir()
    with demo(python, place) as address:
        see_plugin_at_work(address, linli, place)
    expect("files the demo changed beside its packages", files_of(environment).items() ^ installed.items(), set())
    expect("what the demo left", sorted(path.name for path in place.iterdir()), ["output", "var"])
    say("The wheel is good")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # what was started ends, what was made is removed
    with tempfile.TemporaryDirectory(prefix="linli-wheel-") as temporary:
        main(Path(temporary))
