"""A package from outside, put into the portal's environment and taken out again by pip."""

import subprocess
import sys
import tomllib
import venv
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from tests.journeys.cities import ROOT, City


@dataclass
class Environment:
    """A Python environment of a city's own, empty, beside the one the tests run in: its processes see both."""

    city: City
    folder: Path

    def __post_init__(self) -> None:
        venv.create(self.folder)
        (packages,) = self.folder.glob("lib/python*/site-packages")
        self.city.environment |= {"PYTHONPATH": f"{packages}:{ROOT}"}

    def pip(self, *arguments: str | Path) -> None:
        quietly = ["--disable-pip-version-check", "--no-input", "--quiet"]
        command = [sys.executable, "-m", "pip", "--python", self.folder / "bin" / "python", *quietly, *arguments]
        done = subprocess.run(command, env=self.city.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def install(self, wheel: Path) -> None:
        """It needs Linli, which is not to be fetched from an index: this one is the one it gets."""
        self.pip("install", "--no-index", "--no-deps", "--upgrade", wheel)
        self.city.manage("migrate", "--verbosity=0")
        self.city.restart()

    def uninstall(self, project: str) -> None:
        self.pip("uninstall", "--yes", project)
        self.city.restart()


def start_plugin(name: str, into: Path, *titles: str) -> Path:
    """What `startplugin` writes."""
    command = [sys.executable, ROOT / "manage.py", "startplugin", name, "--into", into, *titles]
    subprocess.run(command, check=True, capture_output=True)
    return into / name


def build_wheel(folder: Path, version: str) -> Path:
    """A wheel of the plugin's package; that its build backend makes the same one, `make wheel` checks."""
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    points = "".join(f"{key} = {value}\n" for key, value in project["entry-points"]["portal.plugins"].items())
    about = f"{project['name'].replace('-', '_')}-{version}.dist-info"
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted((folder / folder.name).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    } | {
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {version}\n".encode(),
        f"{about}/WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/entry_points.txt": f"[portal.plugins]\n{points}".encode(),
    }
    records = [f"{name},sha256={digest(content)},{len(content)}" for name, content in files.items()]
    files[f"{about}/RECORD"] = "\n".join([*records, f"{about}/RECORD,,", ""]).encode()
    wheel = folder.parent / f"{about.removesuffix('.dist-info')}-py3-none-any.whl"
    with ZipFile(wheel, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return wheel


def digest(content: bytes) -> str:
    return urlsafe_b64encode(sha256(content).digest()).rstrip(b"=").decode()
