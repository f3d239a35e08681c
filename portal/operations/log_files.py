"""Log files of one day each, kept for PORTAL_LOG_DAYS."""

import logging
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone


class DailyFileHandler(logging.Handler):
    """Appends to `STEM-2026-07-01.log`, a new file every day.

    The standard library's rotating handler renames files, and of several server processes the last one to rename
    overwrites a day. Here every line is appended to the file of its day and nobody renames.
    """

    def __init__(self, folder: str, stem: str) -> None:
        super().__init__()
        self.folder, self.stem = Path(folder), stem

    def emit(self, record: logging.LogRecord) -> None:
        day = date.fromtimestamp(record.created)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / f"{self.stem}-{day.isoformat()}.log").open("a", encoding="utf-8") as file:
                file.write(f"{self.format(record)}\n")
        except OSError:  # a full disk must not take the portal down; logging says so on standard error
            self.handleError(record)


def prune_logs() -> int:
    """Delete the files of days longer ago than PORTAL_LOG_DAYS; returns how many."""
    oldest = timezone.localdate() - timedelta(days=settings.PORTAL_LOG_DAYS)
    old = [path for path in Path(settings.PORTAL_LOG_DIR).glob("*-????-??-??.log") if _day(path) < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _day(path: Path) -> date:
    try:
        return date.fromisoformat(path.stem[-10:])
    except ValueError:
        return date.max
