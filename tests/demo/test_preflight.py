"""What the demo knows before it starts anything."""

import shutil
from collections import namedtuple

import pytest

from portal.demo.preflight import Refusal, check_folder, check_port, lock_folder

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize("port", ["", "80x", "0", "65536", "-1"])
def test_port_must_be_a_port(port):
    with pytest.raises(Refusal, match=r"^PORT must be a number from 1 to 65535, not "):
        check_port(port)


def test_full_disk_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9, 10**9 - 5 * 2**20, 5 * 2**20))
    with pytest.raises(Refusal) as refused:
        check_folder(tmp_path, megabytes=150)
    assert str(refused.value) == f"The disk of {tmp_path} is too full: 5 MB free, 150 MB needed."


def test_folder_is_made_when_missing(tmp_path):
    assert check_folder(tmp_path / "a" / "b", megabytes=1).is_dir()


def test_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "demo").touch()
    with pytest.raises(Refusal, match=r"^Cannot write to .*: File exists\.$"):
        check_folder(tmp_path / "demo", megabytes=1)


def test_one_demo_a_folder(tmp_path):
    with lock_folder(tmp_path), pytest.raises(Refusal, match="is running in"):
        lock_folder(tmp_path)
    lock_folder(tmp_path).close()
