"""What can be known before anything is started: the port is free, the folder is ours to fill, there is room.

Standard library only: tools/environment.py asks before the packages are installed.
"""

import fcntl
import shutil
import socket
from pathlib import Path
from typing import IO


class Refusal(Exception):
    """A reason not to go on, as one line for the person at the terminal."""


def check_port(port: str | int) -> int:
    try:
        number = int(port)
    except ValueError:
        number = 0
    if not 1 <= number <= 65535:
        raise Refusal(f"PORT must be a number from 1 to 65535, not {port!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except PermissionError:
            raise Refusal(f"Port {number} needs an administrator's rights; take another one: PORT=8000.") from None
        except OSError:
            raise Refusal(
                f"Port {number} is taken; stop what uses it or take another one: PORT={other(number)}."
            ) from None
    return number


def other(port: int) -> int:
    return port + 1 if port < 65535 else port - 1


def check_folder(folder: Path, *, megabytes: int) -> Path:
    """Make the folder if it is not there; Refusal if it cannot be written or its disk has less room than that."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Refusal(f"Cannot write to {folder}: {error.strerror}.") from None
    free = shutil.disk_usage(folder).free // 2**20
    if free < megabytes:
        raise Refusal(f"The disk of {folder} is too full: {free} MB free, {megabytes} MB needed.")
    return folder


def lock_folder(folder: Path) -> IO[str]:
    """Keep the folder to one demo at a time; the lock goes with the returned file, or with the process."""
    lock = (folder / ".lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise Refusal(f"A demo is running in {folder} already; stop it, or use another folder: DEMO_DIR=...") from None
    return lock
