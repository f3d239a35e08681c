"""The programs a demo starts beside itself: each in a session of its own, all of them stopped with it."""

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from portal.demo.preflight import Refusal

GRACE_SECONDS = 8


@dataclass
class Processes:
    log_folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def log(self, name: str) -> Path:
        return self.log_folder / f"{name}.log"

    def start(self, name: str, command: list[str], *, environment: dict[str, str] | None = None) -> None:
        """Start a program that writes to its log, in our environment unless another one is given."""
        self.log_folder.mkdir(parents=True, exist_ok=True)
        with self.log(name).open("w") as log:
            # A session of its own: Ctrl-C reaches us alone, and we stop the others in order.
            self.running[name] = subprocess.Popen(  # noqa: S603 - our own command lines
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for(self, name: str, ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait until `ready()` says so; Refusal when a program ends before, or the time is over."""
        deadline = time.monotonic() + seconds
        while not ready():
            if dead := self.stopped():
                raise Refusal(f"The {dead} process did not start; see {self.log(dead)}.")
            if time.monotonic() > deadline:
                raise Refusal(f"The {name} process does not answer; see {self.log(name)}.")
            time.sleep(0.05)

    def stopped(self) -> str | None:
        """The name of a program that ended by itself, if one did."""
        return next((name for name, process in self.running.items() if process.poll() is not None), None)

    def stop(self) -> None:
        """End all, the youngest first, with what they started; kill what does not go within its grace."""
        for process in reversed(self.running.values()):
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for process in reversed(self.running.values()):
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            _signal_group(process, signal.SIGKILL)  # whatever it left behind
            process.wait()
        self.running.clear()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return answer.status == 200
    except OSError:
        return False


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):  # gone already; macOS says PermissionError for that
        os.killpg(process.pid, number)
