"""Plugins in folders of their own, run as installed packages without installing them."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run_in(folder: Path, *command: str) -> str:
    """Run a Python module in the folder of a plugin, which is found by its entry points; what it printed.

    Fails the test with the output if the program fails.
    """
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    points = "".join(f"{key} = {value}\n" for key, value in project["entry-points"]["portal.plugins"].items())
    about = folder.parent / "site" / "plugin-0.1.dist-info"
    about.mkdir(parents=True, exist_ok=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: 0.1\n")
    (about / "entry_points.txt").write_text(f"[portal.plugins]\n{points}")
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment |= {"PYTHONPATH": os.pathsep.join(map(str, (about.parent, folder, ROOT)))}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
