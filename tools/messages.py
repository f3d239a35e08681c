"""Collect the texts of every app into its own catalogues.

GNU gettext does the collecting; compiling needs only Python. `tools/messages.py [ROOT]`: ROOT is a copy of the
source when a test looks whether the catalogues are up to date.
"""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import polib
from django.core.management import call_command
from django.core.management.commands import makemessages

LANGUAGES = ["zh_Hans", "en"]
ROOMS = ("portal", "search")


class Collect(makemessages.Command):
    # A guess from a similar text is worse than none: it looks like a translation.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def collect(root: Path) -> None:
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)  # with settings Django would add their LOCALE_PATHS
    for room in ROOMS:
        # Django files a text under the nearest folder above it that has `locale`: so each app has one.
        folders = [apps.with_name("locale") for apps in (root / room).glob("**/apps.py")]
        for folder in folders:
            folder.mkdir(exist_ok=True)
        os.chdir(root / room)
        call_command(Collect(), locale=LANGUAGES, no_location=True, no_obsolete=True, verbosity=0)
        for folder in folders:
            with suppress(OSError):  # not empty: it has texts
                folder.rmdir()
        for path in (root / room).glob("**/locale/*/LC_MESSAGES/*.po"):
            tidy(path)


def tidy(path: Path) -> None:
    """Drop what differs at every run, so that a change in a catalogue is a change of its texts."""
    catalogue = polib.pofile(str(path), wrapwidth=110)
    for name in ("POT-Creation-Date", "Report-Msgid-Bugs-To", "PO-Revision-Date", "Last-Translator", "Language-Team"):
        catalogue.metadata.pop(name, None)
    catalogue.metadata |= {"Project-Id-Version": "linli", "Language": path.parts[-3]}
    catalogue.header = ""
    catalogue.metadata_is_fuzzy = False
    catalogue.save()


if __name__ == "__main__":
    if not shutil.which("xgettext"):
        sys.exit("Collecting texts needs GNU gettext: apt install gettext, or brew install gettext.")
    collect(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1]).absolute())
