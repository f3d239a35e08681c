"""The locked versions: whole, of this project only by name, and free to use with our licence."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "constraints.txt").read_text().splitlines()
PINNED = {canonicalize_name(line.split("==")[0]): line.split("==")[1] for line in LINES if "==" in line}
# Licences that let a BSD project be used and passed on together with the package.
FREE = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|LGPL|Lesser|Unlicense|HPND|CNRI", re.I
)


def needed() -> set[str]:
    """Names of all packages a clone's tests and demo pull in on this machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    queue = [Requirement(text) for text in (*project["dependencies"], *extras["demo"], *extras["test"])]
    seen: set[tuple[str, str]] = set()
    while queue:
        requirement = queue.pop()
        name = canonicalize_name(requirement.name)
        for extra in ("", *requirement.extras):
            if (name, extra) in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
                continue
            seen.add((name, extra))
            for text in metadata.requires(name) or ():
                further = Requirement(text)
                if not further.marker or further.marker.evaluate({"extra": extra}):
                    further.marker = None
                    queue.append(further)
    return {name for name, _extra in seen}


def test_constraints_name_versions_and_nothing_else():
    assert [line for line in LINES if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9A-Za-z.]+", line)] == []


def test_every_needed_package_is_locked():
    assert sorted(needed() - PINNED.keys()) == []


def test_packages_run_on_the_oldest_python():
    """3.11 as Debian 12 has it is 3.11.2, and a package may want a later one."""
    wants = {name: metadata.metadata(name).get("Requires-Python", "") for name in needed()}
    assert {name: wanted for name, wanted in wants.items() if not SpecifierSet(wanted).contains("3.11.0")} == {}


@pytest.mark.parametrize("name", sorted(needed()))
def test_licence_goes_with_ours(name):
    about = metadata.metadata(name)
    words = [about.get("License-Expression"), about.get("License"), *about.get_all("Classifier", [])]
    stated = " ".join(word for word in words if word and (word == words[0] or "License" in word or len(word) < 60))
    enclosed = [path for path in metadata.files(name) or () if path.match("*.dist-info/licenses/LICENSE*")]
    stated += " ".join(path.read_text().partition("\n")[0] for path in enclosed)  # some say it nowhere else
    assert FREE.search(stated), stated
