"""Make the virtual environment hold what a command needs, then start the command in it.

`environment.py demo`, `environment.py test [-- ARGUMENTS OF PYTEST]`, or only the first half: `environment.py install
demo|test|dev`. Standard library only.
"""

import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from portal.demo.preflight import Refusal, check_folder, check_port  # noqa: E402 - found through the line above

VENV = (ROOT / os.environ.get("VENV", ".venv")).absolute()
PYTHON = VENV / "bin" / "python"
INSTALL_LOG = VENV / "install.log"
EXTRAS = {"demo": "demo", "test": "demo,test", "dev": "demo,test,dev"}
MEGABYTES = {"demo": 700, "test": 900, "dev": 1100}
# The whole suite: a process for each core, each file of tests in one of them, in the order of tests/conftest.py.
ALL_AT_ONCE = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
NO_NETWORK = re.compile(
    r"NewConnectionError|ConnectTimeoutError|ReadTimeoutError|Name or service not known|nodename nor servname"
    r"|Temporary failure in name resolution|Network is unreachable|Connection refused|ProxyError"
    r"|\(from versions: none\)"  # what pip says when its index gave no answer at all
)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def make_venv() -> None:
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0:
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        major, minor = sys.version_info[:2]
        raise Refusal(
            f"Python {major}.{minor} ({sys.executable}) lacks its venv module;"
            f" on Debian and Ubuntu: apt install python{major}.{minor}-venv"
        )
    say(f"Making {VENV} with Python {platform.python_version()} ({sys.executable})")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode:
        raise Refusal(f"Cannot make {VENV}: {last_line(made.stdout + made.stderr)}")


def provide(kind: str) -> None:
    """An environment with what `kind` needs, unless that was made with the same list of versions."""
    stamp = VENV / f"installed-{kind}"
    wanted = hashlib.sha256(
        b"".join((ROOT / name).read_bytes() for name in ("constraints.txt", "pyproject.toml")) + str(ROOT).encode()
    ).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    check_folder(VENV, megabytes=MEGABYTES[kind])
    make_venv()
    say("Installing packages; the first time this takes about half a minute")
    if pip_install(f"{ROOT}[{EXTRAS[kind]}]"):
        raise Refusal(why_pip_failed(INSTALL_LOG.read_text()))
    stamp.write_text(wanted)


def pip_install(requirement: str) -> int:
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    seen = 0
    with INSTALL_LOG.open("w") as log:
        pip = subprocess.Popen(
            [*command, "-c", ROOT / "constraints.txt", "-e", requirement],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for line in pip.stdout or ():
            log.write(line)
            seen += line.startswith("Collecting ")
            if sys.stdout.isatty():
                sys.stdout.write(f"\r  {seen} packages")
                sys.stdout.flush()
        if sys.stdout.isatty():
            sys.stdout.write("\r\033[K")
        return pip.wait()


def why_pip_failed(log: str) -> str:
    if "No space left" in log:
        return f"The disk of {VENV} is full."
    if NO_NETWORK.search(log):
        return "The packages could not be fetched: no network, or its proxy is not set (https_proxy)."
    return f"The packages could not be installed: {last_line(log)} (all of it: {INSTALL_LOG})"


def last_line(text: str) -> str:
    errors = [line for line in text.splitlines() if "ERROR:" in line]
    lines = errors or [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no reason given"


def run(*command: str | Path) -> None:
    """Become this command, so that signals reach it and its exit code is ours."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(PYTHON, [str(part) for part in (PYTHON, *command)])


def demo() -> None:
    port = check_port(os.environ.get("PORT") or 8000)
    folder = check_folder(Path(os.environ.get("DEMO_DIR") or ROOT / "var").absolute(), megabytes=150)
    provide("demo")
    os.environ |= {"PORT": str(port), "PORTAL_DATA_DIR": str(folder)}
    run("-m", "portal.demo")


def test(arguments: list[str]) -> None:
    provide("test")
    if os.environ.get("CI") == "true":
        install_browser()
    run("-m", "pytest", *(arguments or ALL_AT_ONCE))


def install_browser() -> None:
    """Debian's Chromium and Chinese fonts, in continuous integration; elsewhere the tests say how to get it.

    The shell without windows, where the distribution has it: it starts a page in a tenth of the processor time.
    """
    if any(map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))) or not shutil.which("apt-get"):
        return
    apt = ["apt-get", "-y", "-qq", "-o", "Acquire::Retries=3"]
    if os.geteuid() != 0:
        apt = ["sudo", "-n", *apt]
    say("Installing Chromium for the browser tests")
    install = [*apt, "install", "--no-install-recommends", "fonts-noto-cjk"]
    for step in ([*apt, "update"], [*install, "chromium-headless-shell"], [*install, "chromium"]):
        done = subprocess.run(step, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if shutil.which("chromium-headless-shell"):
            return
    if done.returncode:
        raise Refusal(f"Chromium could not be installed: {last_line(done.stdout + done.stderr)}")


def main(arguments: list[str]) -> None:
    match arguments:
        case ["demo"]:
            demo()
        case ["test", *rest]:
            test([argument for argument in rest if argument != "--"])
        case ["install", kind] if kind in EXTRAS:
            provide(kind)
        case _:
            raise Refusal("usage: environment.py demo | test [-- ARGUMENTS] | install demo|test|dev")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Refusal as refusal:
        sys.exit(str(refusal))
    except OSError as error:
        sys.exit(f"{error.strerror}: {error.filename}")
    except KeyboardInterrupt:
        sys.exit(130)
