"""`make demo` and `make test` before anything is installed: the right Python, or one clear line."""

import ast
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOOTSTRAP = ROOT / "tools" / "bootstrap.py"
ENVIRONMENT = ROOT / "tools" / "environment.py"


def python(code, *arguments, **environment):
    """Run code in a bare interpreter: no site packages, no pip configuration of this machine."""
    bare = {"PATH": os.defpath, "PIP_CONFIG_FILE": os.devnull, "HOME": str(Path.home())}
    return subprocess.run(
        [sys.executable, "-I", "-c", code, *map(str, arguments)], env=bare | environment, capture_output=True, text=True
    )


def run_bootstrap(supported, path):
    code = (
        f"import sys; sys.path.insert(0, {str(BOOTSTRAP.parent)!r}); sys.argv[1:] = ['demo']; import bootstrap;"
        f"bootstrap.SUPPORTED = {supported!r}; sys.exit(bootstrap.main())"
    )
    return python(code, PATH=str(path))


def fake_python(folder, name, says):
    program = folder / name
    program.write_text(f'#!/bin/sh\n[ "$1" = -c ] && echo {says} || echo "{name} runs" $2\n')
    program.chmod(0o755)


def test_any_python_can_read_the_bootstrap():
    tree = ast.parse(BOOTSTRAP.read_text(), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match)
    assert [node for node in ast.walk(tree) if isinstance(node, newer)] == []


def test_only_old_pythons_give_one_line(tmp_path):
    fake_python(tmp_path, "python3.9", "3 9")
    done = run_bootstrap(((3, 99),), tmp_path)
    version = "{}.{}".format(*sys.version_info[:2])
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Linli needs Python 3.11, 3.12 or 3.13; found only Python {version} ({sys.executable}). "
        "Install one of them and run this again.\n"
    )


def test_newest_supported_python_is_taken(tmp_path):
    fake_python(tmp_path, "python3.98", "3 98")
    fake_python(tmp_path, "python3.99", "3 99")
    done = run_bootstrap(((3, 99), (3, 98)), tmp_path)
    assert (done.returncode, done.stdout) == (0, "python3.99 runs demo\n")


def test_python_that_does_not_run_is_passed_over(tmp_path):
    fake_python(tmp_path, "python3.98", "3 98")
    (tmp_path / "python3.99").write_text("#!/bin/sh\nexit 127\n")
    (tmp_path / "python3.99").chmod(0o755)
    assert run_bootstrap(((3, 99), (3, 98)), tmp_path).stdout == "python3.98 runs demo\n"


def run_environment(*arguments, before="pass", **environment):
    code = (
        f"import runpy, sys; {before}; sys.argv = [{str(ENVIRONMENT)!r}, *sys.argv[1:]];"
        f"runpy.run_path({str(ENVIRONMENT)!r}, run_name='__main__')"
    )
    return python(code, *arguments, **environment)


def test_missing_venv_module_gives_one_line(tmp_path):
    done = run_environment("install", "demo", before="sys.modules['ensurepip'] = None", VENV=str(tmp_path / "venv"))
    version = "{}.{}".format(*sys.version_info[:2])
    assert done.returncode == 1
    assert done.stderr == (
        f"Python {version} ({sys.executable}) lacks its venv module;"
        f" on Debian and Ubuntu: apt install python{version}-venv\n"
    )


def test_full_disk_gives_one_line_before_anything_is_made(tmp_path):
    folder = tmp_path / "venv"
    full = "import shutil; shutil.disk_usage = lambda path: type('Usage', (), {'free': 5 * 2**20})"
    done = run_environment("install", "demo", before=full, VENV=str(folder))
    assert (done.returncode, done.stdout, list(folder.iterdir())) == (1, "", [])
    assert done.stderr == f"The disk of {folder} is too full: 5 MB free, 700 MB needed.\n"


@pytest.mark.parametrize(
    ("log", "said"),
    [
        (
            "Looking in indexes: https://example.org/simple\n"
            "  ERROR: Could not find a version that satisfies the requirement setuptools>=77 (from versions: none)\n"
            "error: subprocess-exited-with-error\n",
            "The packages could not be fetched: no network, or its proxy is not set (https_proxy).",
        ),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n", "The disk of "),
        (
            "Collecting x\nERROR: Failed to build wheel for x\nnote: not a problem with pip\n",
            "The packages could not be installed: ERROR: Failed to build wheel for x (all of it: ",
        ),
    ],
    ids=["no network", "full disk", "anything else"],
)
def test_failed_installation_gives_its_reason(log, said):
    done = run_environment(before=f"sys.stdout.write(runpy.run_path({str(ENVIRONMENT)!r})['why_pip_failed']({log!r}))")
    assert done.stdout.startswith(said)
    assert "\n" not in done.stdout


def test_taken_port_gives_one_line(tmp_path, taken_port):
    done = run_environment("demo", PORT=str(taken_port), DEMO_DIR=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Port {taken_port} is taken; stop what uses it or take another one: PORT={taken_port + 1}.\n"


def test_unknown_word_gives_usage():
    assert run_environment("demos").stderr.startswith("usage: ")


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_stopping_make_stops_what_it_runs(tmp_path):
    """The recipe's shell gives way to Python: a signal that ends make reaches it."""
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho $$ >started.part && mv started.part started\nexec sleep 60\n")
    program.chmod(0o755)
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text())
    make = subprocess.Popen(["make", "demo", f"PYTHON={program}"], cwd=tmp_path, stderr=subprocess.DEVNULL)
    while not (tmp_path / "started").exists() and make.poll() is None:
        os.sched_yield()
    make.terminate()
    make.wait()
    pid = int((tmp_path / "started").read_text())
    deadline = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < deadline:
        os.sched_yield()
    assert not is_alive(pid)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
