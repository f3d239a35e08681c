"""Message catalogues: .po in the source, .mo made beside them in Python, so that nothing but pip is needed.

`python -m portal.operations.catalogues [FOLDER...]` makes what is missing or older than its source. Wheels hold the .mo
alone (setup.py), so there is nothing to make where Linli is installed.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
SOURCE_LANGUAGE = "en"
OURS = (ROOT / "portal", ROOT / "search")


def catalogues(*folders: Path) -> Iterator[Path]:
    """The sources below these folders; Linli's own without any."""
    for folder in folders or OURS:
        yield from sorted(folder.glob("**/locale*/*/LC_MESSAGES/*.po"))


def compile_catalogues(*folders: Path) -> int:
    """Make every missing or outdated .mo; returns how many. Safe beside another process that does the same."""
    made = 0
    for source in catalogues(*folders):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_suffix(f".{os.getpid()}")
        spelled_out(polib.pofile(str(source))).save_as_mofile(str(draft))
        draft.replace(target)
        made += 1
    return made


def spelled_out(catalogue: polib.POFile) -> polib.POFile:
    """The English of an English text is the text itself. Said so, it is found at once; else the catalogues of all
    apps are looked through, twice, for each text of a page."""
    if catalogue.metadata.get("Language") == SOURCE_LANGUAGE:
        for entry in catalogue.untranslated_entries():
            if entry.msgid_plural:
                entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
            else:
                entry.msgstr = entry.msgid
    return catalogue


if __name__ == "__main__":
    sys.stdout.write(f"{compile_catalogues(*map(Path, sys.argv[1:]))} message catalogues made\n")
